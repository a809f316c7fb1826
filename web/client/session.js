const resumeKey = 'mingbai.resume';
const patienceMs = 10_000;

/**
 * Asks the server for a place to talk: the same conversation as before where there was one. What
 * was said under a user token stays with this tab: the next person at this browser must not see it.
 * `serverTime` is when the server answered.
 */
export async function openSession({ locale, userToken, resume }) {
  const kept = userToken ? 'sessionStorage' : 'localStorage';
  // Coming back within the page needs no vouching again, and a user token soon expires.
  const given = resume
    ? { locale, resume }
    : { locale, userToken, resume: remembered(resumeKey, kept) };
  const response = await fetch('/widget/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(given),
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const session = await response.json();
  remember(resumeKey, session.resume, kept);
  return { ...session, serverTime: response.headers.get('Date') };
}

/** Reads what this browser kept; a browser that keeps nothing works, it only forgets. */
export function remembered(key, kept = 'localStorage') {
  try {
    return window[kept].getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key, value, kept = 'localStorage') {
  try {
    window[kept].setItem(key, value);
  } catch {
    // Blocked or full: the conversation lasts as long as the page.
  }
}
