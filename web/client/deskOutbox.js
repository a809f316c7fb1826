import { ask } from './deskRequests.js';
import { remember, remembered } from './session.js';

const key = 'mingbai.desk.outbox';
const pauseMs = 1000;

/**
 * What the agent wrote and the server has not taken yet: one after the other, each under a key of its
 * own, again and again until it is taken. It survives a refresh; the same key twice is one line.
 */
export function createOutbox({ onChange, onRefused }) {
  let letters = read();
  let isSending = false;

  function read() {
    try {
      return JSON.parse(remembered(key, 'sessionStorage') ?? '[]');
    } catch {
      return [];
    }
  }

  function keep(changed) {
    letters = changed;
    remember(key, JSON.stringify(letters), 'sessionStorage');
    onChange();
  }

  async function sendAll() {
    while (letters.length > 0) {
      const [letter] = letters;
      try {
        await ask(`chats/${letter.id}/say`, { text: letter.text, key: letter.key });
        keep(letters.filter((each) => each.key !== letter.key));
      } catch ({ code }) {
        const isOver = ['NotYours', 'NotFound', 'BadArgument', 'SignInNeeded'].includes(code);
        if (isOver) {
          keep(letters.filter((each) => each.key !== letter.key));
          onRefused();
        } else await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  async function wake() {
    if (isSending) return;
    isSending = true;
    await sendAll();
    isSending = false;
  }

  if (letters.length > 0) wake();
  return {
    waiting: (id) => letters.filter((each) => each.id === id),
    send(id, text) {
      keep([...letters, { id, text, key: crypto.randomUUID() }]);
      wake();
    },
  };
}
