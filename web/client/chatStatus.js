/** A drop shorter than this is not worth a word. */
const unnoticedMs = 1500;
const thanksMs = 5000;

/** Says how the connection is: a line that is read out, and an alarm with a way to try again. */
export function showStatus(text) {
  const line = document.getElementById('chat-state');
  const alarm = document.getElementById('chat-alarm');
  let quiet;
  let interrupted = false;

  const say = (key) => {
    line.textContent = key ? text(key) : '';
  };
  const states = {
    connecting: () => say('connecting'),
    reconnecting() {
      quiet = setTimeout(() => {
        interrupted = true;
        say('reconnecting');
      }, unnoticedMs);
    },
    unreachable(retry) {
      interrupted = true;
      say();
      alarm.append(paragraph(text('unreachable')), button(text('retry'), retry));
    },
    online() {
      say(interrupted && 'backOnline');
      quiet = setTimeout(say, thanksMs);
      interrupted = false;
    },
  };

  return (state, retry) => {
    clearTimeout(quiet);
    alarm.replaceChildren();
    states[state](retry);
  };
}

function paragraph(text) {
  const element = document.createElement('p');
  element.textContent = text;
  return element;
}

function button(label, onClick) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'button';
  element.textContent = label;
  element.addEventListener('click', onClick);
  return element;
}
