import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** Asks over a connection kept open; throws for any answer that is not a 2xx with JSON. */
export function askJson<Answer>(
  method: 'GET' | 'POST',
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      method,
      agent,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        ...headers,
      },
    });
    asked.on('error', reject);
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const answer = Buffer.concat(chunks).toString('utf8');
        const { statusCode = 0 } = response;
        if (statusCode < 200 || statusCode > 299) {
          reject(new Error(`${method} ${new URL(url).pathname}: ${statusCode} ${answer}`));
        } else resolve(JSON.parse(answer) as Answer);
      });
    });
    asked.end(text);
  });
}

/** Closes the connections that were kept. */
export function closeConnections(): void {
  agent.destroy();
}
