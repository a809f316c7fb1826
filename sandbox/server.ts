import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import restify from 'restify';
import { openDatabase } from './database.ts';
import { createFaults, misbehave } from './faults.ts';
import { createOrders } from './orders.ts';
import { addPages } from './pages.ts';
import { openResources } from './resources.ts';
import { addApis } from './routes.ts';

/** How the sandbox is started. Without a folder it forgets everything at its end. */
export interface SandboxOptions {
  readonly port: number;
  readonly host?: string;
  readonly dataFolder?: string;
  readonly clock: () => Date;
  /** How long an order stays in each state. */
  readonly orderStepMs?: number;
}

/** A running sandbox operator. */
export interface Sandbox {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the demo operator. Rejects with the system's own code when the port or the folder cannot be used. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { port, host = '127.0.0.1', dataFolder, clock, orderStepMs = 300 } = options;
  const server = restify.createServer({
    name: 'sandbox-operator',
    handleUncaughtExceptions: false,
  });
  // The port is taken first: it keeps a second sandbox out of the folder.
  await listen(server, port, host);
  try {
    const isNew = !dataFolder || !existsSync(`${dataFolder}/database/PG_VERSION`);
    if (dataFolder) {
      mkdirSync(dataFolder, { recursive: true });
      accessSync(dataFolder, constants.W_OK);
    }
    const database = openDatabase(dataFolder);
    database.catch(() => {});
    const resources = await openResources(database, isNew, clock());
    const orders = createOrders(resources, clock, orderStepMs);
    const faults = createFaults();
    server.pre((request, response, next) => {
      const fault = request.url?.startsWith('/sandbox/') ? undefined : faults.take(request);
      if (!fault) return next();
      void misbehave(fault, response).then((isOver) => next(isOver ? false : undefined));
    });
    server.use(restify.plugins.bodyParser({ mapParams: false, maxBodySize: 1_000_000 }));
    addApis(server, {
      resources,
      database,
      clock,
      onCreated(api, collection, resource) {
        if (collection === 'productOrder') orders.proceed(resource);
        orders.announce(api, `${collection}CreateEvent`, {
          id: resource.id,
          [collection]: resource,
        });
      },
    });
    addPages(server, resources, faults, clock);
    orders.resume();
    const { port: taken } = server.address() as AddressInfo;
    return {
      port: taken,
      url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${taken}`,
      async close() {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.server.closeAllConnections();
        await closed;
        await orders.idle();
        await resources.saved();
        await (await database).close();
      },
    };
  } catch (error) {
    server.close();
    throw error;
  }
}

function listen(server: restify.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
