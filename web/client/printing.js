/** On paper nothing can be opened: what is one tap away is printed open, and closed again after. */
export function openForPrinting(place) {
  let opened = [];
  const press = () => {
    for (const button of opened) button.click();
  };
  window.addEventListener('beforeprint', () => {
    opened = [...place.querySelectorAll('.ac-pushButton[aria-expanded="false"]')];
    press();
  });
  window.addEventListener('afterprint', () => {
    press();
    opened = [];
  });
}
