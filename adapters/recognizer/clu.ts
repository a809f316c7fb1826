import { ConversationAnalysisClient } from '@azure/ai-language-conversations';
import { AzureKeyCredential } from '@azure/core-auth';
import { maskText } from '../../domain/masking.ts';
import type { Recognition, RecognitionContext, Recognizer } from '../../ports/recognizer.ts';
import type { Clock, Log } from '../../ports/services.ts';
import { commandOf } from './commands.ts';
import { type FindEntities, languageOf } from './entities.ts';

/** How Azure's Conversational Language Understanding is reached. */
export interface CluOptions {
  readonly endpoint: string;
  readonly key: string;
  readonly projectName: string;
  readonly deploymentName: string;
  /** Budget of one answer; the SDK's own retries would take many seconds. */
  readonly timeoutMs: number;
  readonly findEntities: FindEntities;
  /** Answers whenever the cloud does not. */
  readonly fallback: Recognizer;
  readonly clock: Clock;
  readonly log: Log;
}

/** After so many failures in a row the cloud is left alone for a while. */
const failuresToOpen = 3;
const openMs = 30_000;

interface Prediction {
  topIntent?: string;
  intents?: ReadonlyArray<{ category: string; confidence: number }>;
}

/** The recogniser in the cloud. Whole-message commands never leave the process. */
export function createCluRecognizer(options: CluOptions): Recognizer {
  const { endpoint, key, fallback, clock, log } = options;
  const client = new ConversationAnalysisClient(endpoint, new AzureKeyCredential(key), {
    apiVersion: '2023-04-01',
    retryOptions: { maxRetries: 0 },
  });
  let failures = 0;
  let closedUntilMs = 0;
  return {
    async recognize(text, context) {
      if (commandOf(text) || clock().getTime() < closedUntilMs)
        return fallback.recognize(text, context);
      try {
        const recognition = await ask(client, options, text, context);
        failures = 0;
        return recognition;
      } catch (error) {
        failures += 1;
        const waitMs = retryAfterMs(error) ?? (failures >= failuresToOpen ? openMs : 0);
        closedUntilMs = Math.max(closedUntilMs, clock().getTime() + waitMs);
        log.warn('clu.failed', { reason: reasonOf(error), failures });
        return fallback.recognize(text, context);
      }
    },
  };
}

async function ask(
  client: ConversationAnalysisClient,
  { projectName, deploymentName, timeoutMs, findEntities }: CluOptions,
  text: string,
  { language, today }: RecognitionContext,
): Promise<Recognition> {
  const answer = await client.analyzeConversation(
    {
      kind: 'Conversation',
      analysisInput: {
        conversationItem: {
          id: '1',
          participantId: 'customer',
          // Masked at the door already; a cloud may know less than a transcript (rights §5.3 M, E42).
          text: maskText(text, 'recogniser').masked,
          language: language === 'en' ? 'en-us' : 'zh-hans',
        },
      },
      parameters: { projectName, deploymentName, verbose: true, stringIndexType: 'Utf16CodeUnit' },
    },
    { abortSignal: AbortSignal.timeout(timeoutMs) },
  );
  // A 200 with an HTML page resolves to an empty object: only a real result counts.
  const prediction =
    answer.kind === 'ConversationResult' ? (answer.result?.prediction as Prediction) : undefined;
  const ranking = [...(prediction?.intents ?? [])]
    .map(({ category, confidence }) => ({ intent: category, confidence }))
    .sort((a, b) => b.confidence - a.confidence);
  const [best] = ranking;
  if (!best) throw new Error('not a conversation result');
  const said = languageOf(text);
  return { ...best, ranking, entities: findEntities(text, today), ...(said && { language: said }) };
}

/** What the SDK throws, as far as we read it. */
interface CloudFault {
  readonly name?: string;
  readonly code?: string;
  readonly statusCode?: number;
  readonly details?: { readonly error?: { readonly innererror?: { readonly code?: string } } };
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
}

/** A code or a status, the innermost first; never the message, which may quote the request. */
function reasonOf(error: unknown): string {
  const { statusCode, code, name, details } = error as CloudFault;
  return String(details?.error?.innererror?.code ?? code ?? statusCode ?? name ?? 'unknown');
}

/** How long the cloud asks to be left alone, at most as long as the breaker would. */
function retryAfterMs(error: unknown): number | undefined {
  const seconds = Number((error as CloudFault).response?.headers?.get('retry-after'));
  return seconds > 0 ? Math.min(seconds * 1000, openMs) : undefined;
}
