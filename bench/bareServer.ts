import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import restify from 'restify';

// The floor: restify reads a JSON and answers one of the size of a bill, in the same request.
const reply = JSON.parse(readFileSync(process.env.BENCH_REPLY_FILE ?? '', 'utf8'));
const server = restify.createServer({ name: '' });
server.use(restify.plugins.jsonBodyParser({ mapParams: false }));
server.post('/messages', async (_request, response) => {
  response.send(200, reply);
});
server.listen(0, '127.0.0.1', () => {
  console.log(`Bare restify  http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
