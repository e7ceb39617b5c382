import type { FastifyInstance } from 'fastify';
import { ALL_PERMISSIONS, KNOWN_FIELDS } from '../app';
import type { SimulatorCore } from '../core';
import { LONG_TOKEN_MS } from '../graph/oauth.routes';
import type { Account, Customer, Post } from '../world/model';
import { customerActSchema, ownerActSchema } from './acts';
import { ControlError } from './control-error';
import { CustomerActor } from './customer-acts';
import { OwnerActor } from './owner-acts';
import { customerChangeSchema, newAccountSchema, newCustomerSchema, newPostSchema, newTokenSchema } from './schemas';
import { revokeSchema, subscriptionSchema } from './schemas';
import { threadView } from './thread-view';
import type { AccountView } from './views';

type ById = { Params: { id: string } };

/** Accounts, customers and what they do. */
export function registerPeopleRoutes(server: FastifyInstance, core: SimulatorCore): void {
  registerAccounts(server, core);
  registerTokens(server, core);
  registerCustomers(server, core);
}

function registerAccounts(server: FastifyInstance, core: SimulatorCore): void {
  server.post('/accounts', async (request, reply) => {
    const account = createAccount(core, request.body);
    return reply.code(201).send(accountView(core, account));
  });
  server.get('/accounts', async () => [...core.world.accounts.values()].map((account) => accountView(core, account)));
  server.post<ById>('/accounts/:id/acts', async (request) =>
    new OwnerActor(core, findAccount(core, request.params.id)).perform(ownerActSchema.parse(request.body)),
  );
  server.post<ById>('/accounts/:id/posts', async (request, reply) => {
    const { id: accountId } = findAccount(core, request.params.id);
    const { id, caption, ...kind } = newPostSchema.parse(request.body ?? {});
    const post: Post = {
      id: id ?? core.world.ids.media(),
      accountId,
      ...(caption !== undefined && { caption }),
      ...kind,
      createdAt: core.clock.now(),
    };
    core.world.put('posts', post);
    return reply.code(201).send(post);
  });
  server.post<ById>('/accounts/:id/subscription', async (request) => {
    const account = findAccount(core, request.params.id);
    const { fields, subscribed } = subscriptionSchema.parse(request.body);
    core.setSubscription(account.id, fields ?? (subscribed === true ? KNOWN_FIELDS : []));
    return accountView(core, account);
  });
}

function createAccount(core: SimulatorCore, body: unknown): Account {
  const { subscribed, id, name, ...facts } = newAccountSchema.parse(body);
  if (id !== undefined && core.world.accounts.has(id)) throw new ControlError(409, `account ${id} exists`);
  const account: Account = {
    ...facts,
    id: id ?? core.world.ids.account(),
    appScopedId: core.world.ids.appScoped(),
    name: name ?? facts.username,
    subscribedFields: subscribed ? [...KNOWN_FIELDS] : [],
    messengerProfile: {},
  };
  core.world.put('accounts', account);
  core.world.issueToken(account, { kind: 'long', permissions: ALL_PERMISSIONS, lifeMs: LONG_TOKEN_MS });
  core.live.publish({ type: 'world' });
  return account;
}

function registerTokens(server: FastifyInstance, core: SimulatorCore): void {
  server.post<ById>('/accounts/:id/tokens', async (request, reply) => {
    const { kind, permissions, expiresInMs } = newTokenSchema.parse(request.body ?? {});
    const token = core.world.issueToken(findAccount(core, request.params.id), {
      kind,
      permissions: permissions ?? ALL_PERMISSIONS,
      lifeMs: expiresInMs ?? LONG_TOKEN_MS,
    });
    return reply.code(201).send({ accessToken: token.value, expiresAt: token.expiresAt });
  });
  server.post<ById>('/accounts/:id/revoke-tokens', async (request) => {
    const { subcode } = revokeSchema.parse(request.body ?? {});
    const { id } = findAccount(core, request.params.id);
    const tokens = [...core.world.tokens.values()].filter(({ accountId }) => accountId === id);
    for (const token of tokens) token.revokedSubcode = subcode;
    core.world.touch();
    return { revoked: tokens.length };
  });
}

function registerCustomers(server: FastifyInstance, core: SimulatorCore): void {
  server.post('/customers', async (request, reply) => {
    const customer = createCustomer(core, request.body);
    return reply.code(201).send(customer);
  });
  server.get<{ Querystring: { account?: string } }>('/customers', async ({ query }) =>
    [...core.world.customers.values()].filter(({ accountId }) => (query.account ?? accountId) === accountId),
  );
  server.patch<ById>('/customers/:id', async (request) => {
    const customer = findCustomer(core, request.params.id);
    Object.assign(customer, customerChangeSchema.parse(request.body));
    core.world.touch();
    return customer;
  });
  server.post<ById>('/customers/:id/acts', async (request) => {
    const customer = findCustomer(core, request.params.id);
    const act = customerActSchema.parse(request.body);
    return new CustomerActor(core, findAccount(core, customer.accountId), customer).perform(act);
  });
  server.get<ById>('/customers/:id/thread', async (request) => threadView(core, findCustomer(core, request.params.id)));
}

function createCustomer(core: SimulatorCore, body: unknown): Customer {
  const { account, id, ...facts } = newCustomerSchema.parse(body);
  if (id !== undefined && core.world.customers.has(id)) throw new ControlError(409, `customer ${id} exists`);
  const customer: Customer = {
    ...facts,
    id: id ?? core.world.ids.customer(),
    accountId: findAccount(core, account).id,
    blocked: false,
  };
  core.world.put('customers', customer);
  core.live.publish({ type: 'world' });
  return customer;
}

function findAccount({ world }: SimulatorCore, id: string): Account {
  const account = world.findAccount(id);
  if (!account) throw ControlError.missing(`account ${id}`);
  return account;
}

function findCustomer({ world }: SimulatorCore, id: string): Customer {
  const customer = world.customers.get(id);
  if (!customer) throw ControlError.missing(`customer ${id}`);
  return customer;
}

function accountView({ world, clock }: SimulatorCore, account: Account): AccountView {
  const usable = [...world.tokens.values()].findLast(
    ({ accountId, revokedSubcode, expiresAt }) =>
      accountId === account.id && revokedSubcode === null && expiresAt > clock.now(),
  );
  return { ...account, accessToken: usable?.value ?? null };
}
