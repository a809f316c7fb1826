import { mountChat } from './chat.js';
import { facts, startDisplay } from './display.js';
import { startPhone } from './phone.js';
import { startTabs } from './tabs.js';

let phone;
const display = startDisplay((settings) => {
  phone?.show();
  chat.then(({ show }) => show(settings));
});
const onTalk = () => {
  document.body.classList.add('talking');
  // Where the page is taller than the screen, whoever speaks sees the whole conversation.
  document.getElementById('chat').scrollIntoView({ block: 'nearest' });
};
const chat = mountChat({ facts, settings: display.settings(), onTalk });

for (const example of document.querySelectorAll('.example')) {
  example.addEventListener('click', () => {
    tabs?.show('chat');
    chat.then(({ say }) => say(example.textContent));
  });
}

const tabs = document.querySelector('[role="tablist"]') && startTabs();
if (tabs) {
  phone = startPhone({
    language: () => display.settings().language,
    text: display.text,
    onFill(phoneNumber) {
      tabs.show('chat');
      chat.then(({ fill }) => fill(phoneNumber));
    },
    isHidden: () => !tabs.shows('phone'),
  });
  tabs.onShow('phone', phone.read);
}
