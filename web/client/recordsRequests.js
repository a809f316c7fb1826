/** Asks the panel's server; a refusal is thrown as an Error with its `code`. */
export async function ask(path, { body, signal } = {}) {
  const response = await fetch(`/records/${path}`, {
    signal,
    cache: 'no-store',
    ...(body && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (response.ok) return response;
  const { error } = await response.json().catch(() => ({}));
  throw Object.assign(new Error('refused'), { code: error?.code ?? 'ServiceUnavailable' });
}
