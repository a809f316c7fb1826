/**
 * A button on a card says its words for the customer, so that the conversation shows them, and
 * brings its card's token along. The card asks for it in the way Teams understands too.
 */
export function sayPressedButton() {
  return (next) => (given) => {
    const { type, value } = given.cardAction;
    const { msteams, token } = (type === 'postBack' && value) || {};
    if (msteams?.type !== 'messageBack') return next(given);
    return next({ ...given, cardAction: { ...msteams, value: token && { token } } });
  };
}
