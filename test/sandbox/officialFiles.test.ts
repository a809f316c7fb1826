import assert from 'node:assert/strict';
import { apis } from '../../sandbox/apis.ts';
import { published } from '../support/published.ts';
import { examples } from './officialExamples.ts';
import { officialFile } from './officialFiles.ts';
import { type Json, openSite, type Site } from './site.ts';

/** A copy without a member, in every element of the lists on the way to it. */
function without(value: unknown, [head = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((element) => without(element, [head, ...rest]));
  const { [head]: member, ...others } = value as Json;
  return rest.length === 0 ? others : { ...others, [head]: without(member, rest) };
}

describe('the sandbox, held against the official TM Forum files', () => {
  let site: Site;
  before(async function () {
    published(this, 'tmf');
    site = await openSite();
  });
  after(() => site?.sandbox.close());

  const served = () =>
    site.sandbox.routes.filter((route) => /^\w+ \/(tmf-api|payment)\//.test(route));

  for (const { id: apiId } of apis) {
    describe(apiId, () => {
      const ask = (path: string) => {
        const file = officialFile(apiId);
        return { file, url: file.basePath + path };
      };
      /** The collections that take a call, of those this API has. */
      const collections = (method: string, suffix = '') => {
        const { basePath } = officialFile(apiId);
        const prefix = `${method} ${basePath}/`;
        return served()
          .filter((route) => route.startsWith(prefix) && route.endsWith(suffix))
          .map((route) => route.slice(prefix.length, route.length - suffix.length))
          .filter((name) => !name.includes('/') && name !== 'hub');
      };

      it('serves only what the file has, at its base path', () => {
        const { file } = ask('');
        const { basePath } = apis.find((api) => api.id === apiId) ?? {};
        assert.equal(basePath, file.basePath);
        const own = served().filter((route) => route.includes(` ${basePath}/`));
        assert.ok(own.length > 0);
        for (const route of own) {
          const [method = '', path = ''] = route.split(' ');
          const below = path.slice(file.basePath.length).replace(':id', '{id}');
          assert.ok(file.has(method.toLowerCase(), below), route);
        }
      });

      it('takes and changes what the file describes, and answers so', async () => {
        for (const name of collections('POST')) {
          const { file, url } = ask(`/${name}`);
          const example = examples[name];
          assert.ok(example, `an example of ${name}`);
          const order = await firstOrder();
          const post = JSON.parse(JSON.stringify(example.post).replace('{id}', order)) as Json;
          assert.deepEqual(file.requestFaults('post', `/${name}`, post), [], name);
          const { status, body } = await site.call('POST', url, post);
          assert.equal(status, 201, JSON.stringify(body));
          assert.deepEqual(file.answerFaults('post', `/${name}`, status, body), [], name);
          if (!collections('PATCH', '/:id').includes(name)) continue;
          assert.ok(example.patch, `a change of ${name}`);
          const item = `/${name}/{id}`;
          // Not held against the file: some of its `_Update`s require what a merge patch leaves alone.
          const changed = await site.call('PATCH', `${url}/${body.id}`, example.patch);
          assert.equal(changed.status, 200);
          assert.deepEqual(file.answerFaults('patch', item, 200, changed.body), [], name);
        }
      });

      it('lists and shows every resource as the file describes it', async () => {
        for (const name of collections('GET')) {
          const { file, url } = ask(`/${name}`);
          const { status, body } = await site.call<Json[]>('GET', `${url}?limit=1000`);
          assert.deepEqual(file.answerFaults('get', `/${name}`, status, body), [], name);
          for (const { id } of body.slice(0, 3)) {
            const one = await site.call('GET', `${url}/${id}`);
            assert.equal(one.status, 200);
            assert.deepEqual(file.answerFaults('get', `/${name}/{id}`, 200, one.body), [], name);
          }
        }
      });

      it('refuses a request without what the file requires, in the form of its errors', async () => {
        for (const name of collections('POST')) {
          const { file, url } = ask(`/${name}`);
          for (const required of file.requiredPaths('post', `/${name}`)) {
            const body = without(examples[name]?.post, required.split('.'));
            const answer = await site.call('POST', url, body);
            assert.equal(answer.status, 400, `${name} without ${required}`);
            assert.match(String(answer.body.reason), new RegExp(required), name);
            assert.deepEqual(file.faults('Error', answer.body), []);
          }
        }
      });

      it('answers every kind of mistake in the form of its errors', async () => {
        const { file, url } = ask('');
        const [name = ''] = collections('GET', '/:id');
        const mistakes = [
          await site.call('GET', `${url}/nothing`),
          await site.call('GET', `${url}/${name}/nobody`),
          await site.call('PUT', `${url}/${name}`, {}),
          await site.call('POST', `${url}/hub`, { callback: 'nowhere' }),
          await site.call('POST', `${url}/hub`, []),
        ];
        assert.deepEqual(
          mistakes.map(({ status }) => status),
          [404, 404, 405, 400, 400],
        );
        for (const { body } of mistakes) assert.deepEqual(file.faults('Error', body), []);
      });

      it('takes a subscriber as the file describes it', async () => {
        const { file, url } = ask('/hub');
        const { status, body } = await site.call('POST', url, {
          callback: 'http://127.0.0.1:9/',
          query: 'eventType=NothingEvent',
        });
        assert.equal(status, 201);
        assert.deepEqual(file.answerFaults('post', '/hub', status, body), []);
        assert.equal((await site.call('DELETE', `${url}/${body.id}`)).status, 204);
      });
    });
  }

  /** The id of an order: made when there is none yet. */
  async function firstOrder(): Promise<string> {
    const { body } = await site.call(
      'POST',
      '/tmf-api/productOrderingManagement/v4/productOrder',
      examples.productOrder?.post,
    );
    return String(body.id);
  }
});
