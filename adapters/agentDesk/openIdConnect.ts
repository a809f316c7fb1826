import * as client from 'openid-client';
import type { StaffDirectory, StaffMember, StaffRole } from '../../ports/staff.ts';
import { Unavailable } from '../../ports/unavailable.ts';

/** The operator's own sign-in. */
export interface OpenIdConnectOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim of the ID token that holds a role or a list of them. */
  readonly roleClaim: string;
  /** Tests and inner networks: an issuer without TLS. */
  readonly allowHttp: boolean;
}

const timeoutSeconds = 10;
const roles: readonly StaffRole[] = ['supervisor', 'agent', 'auditor'];

/** What the browser keeps until it comes back: worth nothing without the client's secret. */
interface Memory {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

/**
 * Sign-in by OpenID Connect: authorisation code with PKCE, state and nonce, the ID token verified by
 * `openid-client`. The house is looked up at the first sign-in, so a start does not wait for it.
 */
export function createOpenIdConnect(
  options: OpenIdConnectOptions,
): Required<Pick<StaffDirectory, 'beginSignIn' | 'finishSignIn'>> &
  Pick<StaffDirectory, 'current'> {
  const { issuer, clientId, clientSecret, roleClaim, allowHttp } = options;
  let found: Promise<client.Configuration> | undefined;

  function house(): Promise<client.Configuration> {
    found ??= client
      .discovery(new URL(issuer), clientId, clientSecret, undefined, {
        timeout: timeoutSeconds,
        ...(allowHttp && { execute: [client.allowInsecureRequests] }),
      })
      .catch(() => {
        found = undefined;
        throw new Unavailable('staff', 'unreachable');
      });
    return found;
  }

  return {
    current: (member) => member,

    async beginSignIn(redirectUri) {
      const config = await house();
      const memory: Memory = {
        verifier: client.randomPKCECodeVerifier(),
        state: client.randomState(),
        nonce: client.randomNonce(),
        redirectUri,
      };
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        code_challenge: await client.calculatePKCECodeChallenge(memory.verifier),
        code_challenge_method: 'S256',
        state: memory.state,
        nonce: memory.nonce,
      });
      return { url: url.href, memory: JSON.stringify(memory) };
    },

    async finishSignIn(arrivedAt, kept) {
      const config = await house();
      const { verifier, state, nonce, redirectUri } = JSON.parse(kept) as Memory;
      // The address the house sent the browser to, whatever a proxy made of it.
      const arrived = new URL(redirectUri);
      arrived.search = new URL(arrivedAt).search;
      const claims = await client
        .authorizationCodeGrant(config, arrived, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        .then((tokens) => tokens.claims())
        .catch((error: unknown) => {
          if (error instanceof TypeError) throw new Unavailable('staff', 'unreachable');
          return undefined;
        });
      return claims && memberOf(claims, roleClaim);
    },
  };
}

/** The highest role the claim names; without one nobody gets in. */
function memberOf(
  claims: Readonly<Record<string, unknown>>,
  roleClaim: string,
): StaffMember | undefined {
  const given = claims[roleClaim];
  const held = new Set(Array.isArray(given) ? given : [given]);
  const role = roles.find((each) => held.has(each) || held.has(`mingbai-${each}`));
  if (!role || typeof claims.sub !== 'string') return undefined;
  const { name, preferred_username: short } = claims;
  return { id: `oidc:${claims.sub}`, name: String(name ?? short ?? claims.sub).slice(0, 40), role };
}
