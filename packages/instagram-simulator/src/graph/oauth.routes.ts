import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ALL_PERMISSIONS, PERMISSIONS } from '../app';
import type { SimulatorCore } from '../core';
import { DAY_MS } from '../rules/rules';
import type { Account, LoginCode, Token } from '../world/model';
import { checkToken, requirePermission } from './auth';
import { chooserPage } from './login-page';
import { GraphError } from './graph-error';
import { Params } from './params';

const HOUR_MS = 60 * 60 * 1000;
export const LONG_TOKEN_MS = 60 * DAY_MS;
const REFRESH_MIN_AGE_MS = DAY_MS;

/** Instagram Login: authorise, code for token, short for long, refresh. Versioned or not, as Meta's are. */
export function registerOauthRoutes(server: FastifyInstance, core: SimulatorCore): void {
  server.get('/oauth/authorize', (request, reply) => authorize(core, request, reply));
  server.post('/oauth/access_token', (request, reply) => exchangeCode(core, request, reply));
  server.get('/access_token', (request) => exchangeToken(core, Params.of(request)));
  server.get('/refresh_access_token', (request) => refreshToken(core, Params.of(request)));
}

/** Instagram's own pages ask the person; here the `account` parameter, a single account or the chooser decides. */
async function authorize(core: SimulatorCore, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const params = Params.of(request);
  const redirectUri = params.requiredText('redirect_uri');
  if (params.requiredText('client_id') !== core.app.id) throw GraphError.parameter('Invalid platform app');
  if (params.text('response_type') !== 'code') throw GraphError.parameter('Invalid response_type');
  const target = new URL(redirectUri);
  const state = params.text('state');
  if (state !== undefined) target.searchParams.set('state', state);
  if (params.text('deny') !== undefined) return reply.redirect(denied(target).href);
  const account = chosenAccount(core, params.text('account'));
  if (!account) return reply.type('text/html; charset=utf-8').send(chooserPage(core.world, request.originalUrl));
  target.searchParams.set('code', issueCode(core, account, redirectUri, params));
  // Instagram appends this fragment to the redirect.
  return reply.redirect(`${target.href}#_`);
}

function denied(target: URL): URL {
  target.searchParams.set('error', 'access_denied');
  target.searchParams.set('error_reason', 'user_denied');
  target.searchParams.set('error_description', 'The user denied your request');
  return target;
}

function chosenAccount({ world }: SimulatorCore, wanted: string | undefined): Account | undefined {
  if (wanted !== undefined) return world.findAccount(wanted);
  const [only, ...others] = world.accounts.values();
  return others.length === 0 ? only : undefined;
}

function issueCode(core: SimulatorCore, account: Account, redirectUri: string, params: Params): string {
  const value = core.world.ids.code();
  const scopes = params.list('scope');
  const challenge = challengeOf(params);
  const permissions = scopes.length > 0 ? scopes : ALL_PERMISSIONS;
  const expiresAt = core.clock.now() + HOUR_MS;
  core.world.codes.set(value, {
    value,
    accountId: account.id,
    redirectUri,
    permissions,
    expiresAt,
    ...(challenge !== undefined && { challenge }),
    used: false,
  });
  core.world.touch();
  return value;
}

/** Meta documents no PKCE for Instagram Login; here it is checked when the app asks for it. */
function challengeOf(params: Params): string | undefined {
  const challenge = params.text('code_challenge');
  if (challenge !== undefined && params.text('code_challenge_method') !== 'S256') {
    throw GraphError.parameter('Invalid code_challenge_method');
  }
  return challenge;
}

const fitsChallenge = ({ challenge }: LoginCode, params: Params): boolean =>
  challenge === undefined ||
  createHash('sha256')
    .update(params.text('code_verifier') ?? '')
    .digest('base64url') === challenge;

/** This endpoint's errors have a shape of their own. */
const refused = (reply: FastifyReply, message: string): FastifyReply =>
  reply.code(400).send({ error_type: 'OAuthException', code: 400, error_message: message });

async function exchangeCode(core: SimulatorCore, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const params = Params.of(request);
  const wrong = wrongClient(core, params);
  if (wrong !== null) return refused(reply, wrong);
  const code = core.world.codes.get(params.text('code') ?? '');
  const account = code && core.world.accounts.get(code.accountId);
  if (!code || !account || code.used) return refused(reply, 'Matching code was not found or was already used');
  const problem = problemOf(core, code, params);
  if (problem !== null) return refused(reply, problem);
  code.used = true;
  const token = core.world.issueToken(account, { kind: 'short', permissions: code.permissions, lifeMs: HOUR_MS });
  const body = { access_token: token.value, user_id: account.id, permissions: token.permissions.join(',') };
  return core.settings.wrapCodeExchange ? { data: [body] } : body;
}

function problemOf(core: SimulatorCore, code: LoginCode, params: Params): string | null {
  if (code.expiresAt <= core.clock.now()) return 'This authorization code has expired';
  if (code.redirectUri !== params.text('redirect_uri')) {
    return 'Error validating verification code. Please make sure your redirect_uri is identical';
  }
  return fitsChallenge(code, params) ? null : 'Error validating code_verifier';
}

function wrongClient({ app }: SimulatorCore, params: Params): string | null {
  if (params.text('client_id') !== app.id) return 'Invalid platform app';
  if (params.text('client_secret') !== app.secret) return 'Error validating client secret';
  return params.text('grant_type') === 'authorization_code' ? null : 'Invalid grant_type';
}

function exchangeToken(core: SimulatorCore, params: Params): unknown {
  if (params.text('grant_type') !== 'ig_exchange_token') throw GraphError.parameter('Invalid grant_type');
  if (params.text('client_secret') !== core.app.secret) {
    throw GraphError.parameter('Error validating client secret');
  }
  const { account, token } = checkToken(core, params.requiredText('access_token'));
  if (token.kind !== 'short') throw GraphError.parameter('Session key invalid: a short-lived token is needed');
  return longToken(core, account, token);
}

/** At least 24 h old, unexpired, with the basic permission; the old token stays valid until its own end. */
function refreshToken(core: SimulatorCore, params: Params): unknown {
  if (params.text('grant_type') !== 'ig_refresh_token') throw GraphError.parameter('Invalid grant_type');
  const caller = checkToken(core, params.requiredText('access_token'));
  requirePermission(caller, PERMISSIONS.basic);
  const { account, token } = caller;
  if (token.kind !== 'long') throw GraphError.parameter('Only a long-lived token can be refreshed');
  if (core.clock.now() - token.issuedAt < REFRESH_MIN_AGE_MS) {
    throw GraphError.parameter('The token must be at least 24 hours old');
  }
  return longToken(core, account, token);
}

function longToken(core: SimulatorCore, account: Account, old: Token): unknown {
  const token = core.world.issueToken(account, { kind: 'long', permissions: old.permissions, lifeMs: LONG_TOKEN_MS });
  return {
    access_token: token.value,
    token_type: 'bearer',
    expires_in: Math.floor(LONG_TOKEN_MS / 1000),
    permissions: token.permissions.join(','),
  };
}
