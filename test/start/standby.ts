// Run as a program: loads everything, then waits for a word before it becomes the server. So a
// server that is killed has a successor at once, and loading takes no time of the tests.
import '../../app.ts';

process.stdin.once('data', () => {
  process.stdin.destroy();
  void import('../../index.ts');
});
