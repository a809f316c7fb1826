/** Asks the desk's server, with a body by POST; a refusal is thrown as an Error with its `code`. */
export async function ask(path, body, base = '/desk/data/') {
  const response = await fetch(base + path, {
    cache: 'no-store',
    ...(body && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch(() => {
    throw Object.assign(new Error('offline'), { code: 'Offline' });
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw Object.assign(new Error('refused'), { code: answer.error?.code ?? 'ServiceUnavailable' });
}
