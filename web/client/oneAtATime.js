/** `work` one at a time: who asks while it is being done has it done once more, and waits for that. */
export function oneAtATime(work) {
  let running;
  let again = false;

  async function untilNobodyAsks() {
    while (again) {
      again = false;
      await work();
    }
  }

  return () => {
    again = true;
    running ??= untilNobodyAsks().finally(() => {
      running = undefined;
    });
    return running;
  };
}
