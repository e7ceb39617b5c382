import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '../../config';
import { createApi } from '../../src/main';
import { TEST_ENV } from '../support/http-app';
import { newTestName } from '../support/test-name';

const SRC = path.resolve(__dirname, '../../src');
const WORKSPACE = '/v1/workspaces/:workspaceId';

/** What each route that changes something leaves in the audit trail. A new route needs its row. */
const AUDITED: Readonly<Record<string, string>> = {
  'POST /v1/auth/signup': 'user.signed-up',
  'POST /v1/auth/login': 'user.logged-in',
  'POST /v1/auth/login/second-factor': 'user.logged-in',
  'POST /v1/auth/instagram': 'user.sign-in-begun',
  'POST /v1/auth/instagram/complete': 'user.signed-up',
  'POST /v1/auth/logout': 'session.ended',
  'POST /v1/auth/password-reset/request': 'user.password-reset-requested',
  'POST /v1/auth/password-reset': 'user.password-reset',
  'POST /v1/auth/verify-email': 'user.email-verified',
  'POST /v1/auth/confirm-email': 'user.email-changed',
  'POST /v1/me/password': 'user.password-changed',
  'POST /v1/me/secure': 'user.secured',
  'POST /v1/me/email': 'user.email-change-requested',
  'POST /v1/me/email/verification': 'user.verification-requested',
  'POST /v1/me/second-factor': 'second-factor.begun',
  'POST /v1/me/second-factor/confirm': 'second-factor.switched-on',
  'DELETE /v1/me/second-factor': 'second-factor.switched-off',
  'DELETE /v1/me/sessions': 'session.ended',
  'DELETE /v1/me/sessions/:sessionId': 'session.ended',
  'DELETE /v1/me': 'user.deleted',
  'DELETE /v1/me/workspaces/:id': 'member.left',
  'POST /v1/workspaces': 'workspace.created',
  [`PATCH ${WORKSPACE}`]: 'workspace.renamed',
  [`DELETE ${WORKSPACE}`]: 'workspace.deleted',
  [`POST ${WORKSPACE}/transfer`]: 'workspace.transferred',
  [`PATCH ${WORKSPACE}/members/:userId`]: 'member.role-changed',
  [`DELETE ${WORKSPACE}/members/:userId`]: 'member.removed',
  [`PATCH ${WORKSPACE}/settings/:group`]: 'settings.changed',
  [`PUT ${WORKSPACE}/ai/provider`]: 'ai-provider.changed',
  [`DELETE ${WORKSPACE}/ai/provider`]: 'ai-provider.removed',
  [`POST ${WORKSPACE}/export`]: 'privacy.export-requested',
  [`POST ${WORKSPACE}/contacts/:contactId/export`]: 'privacy.export-requested',
  [`POST ${WORKSPACE}/contacts/:contactId/erase`]: 'privacy.erasure-requested',
  [`POST ${WORKSPACE}/members/:userId/export`]: 'privacy.export-requested',
  [`POST ${WORKSPACE}/members/:userId/erase`]: 'privacy.erasure-requested',
  [`POST ${WORKSPACE}/privacy-requests/:requestId/retry`]: 'privacy.retried',
  'POST /v1/admin/privacy-requests/:requestId/retry': 'privacy.retried',
  'POST /v1/me/export': 'privacy.export-requested',
  [`POST ${WORKSPACE}/invites`]: 'invite.sent',
  [`POST ${WORKSPACE}/invites/:inviteId/resend`]: 'invite.resent',
  [`DELETE ${WORKSPACE}/invites/:inviteId`]: 'invite.cancelled',
  'POST /v1/invites/accept': 'invite.accepted',
  'POST /v1/invites/sign-up': 'invite.accepted',
  [`POST ${WORKSPACE}/api-keys`]: 'api-key.created',
  [`DELETE ${WORKSPACE}/api-keys/:apiKeyId`]: 'api-key.revoked',
  [`POST ${WORKSPACE}/accounts/login`]: 'account.login-begun',
  [`POST ${WORKSPACE}/accounts/login/complete`]: 'account.connected',
  [`POST ${WORKSPACE}/accounts/:accountId/check`]: 'account.checked',
  [`DELETE ${WORKSPACE}/accounts/:accountId`]: 'account.disconnected',
  [`POST ${WORKSPACE}/accounts/:accountId/comments/:commentId/replies`]: 'comment.replied',
  [`POST ${WORKSPACE}/accounts/:accountId/comments/:commentId/hide`]: 'comment.hidden',
  [`POST ${WORKSPACE}/accounts/:accountId/comments/:commentId/unhide`]: 'comment.shown',
  [`DELETE ${WORKSPACE}/accounts/:accountId/comments/:commentId`]: 'comment.deleted',
  [`PATCH ${WORKSPACE}/accounts/:accountId`]: 'account.changed',
  [`PUT ${WORKSPACE}/accounts/:accountId/ice-breakers`]: 'account.ice-breakers-set',
  [`DELETE ${WORKSPACE}/accounts/:accountId/ice-breakers`]: 'account.ice-breakers-removed',
  [`PUT ${WORKSPACE}/accounts/:accountId/persistent-menu`]: 'account.menu-set',
  [`DELETE ${WORKSPACE}/accounts/:accountId/persistent-menu`]: 'account.menu-removed',
  [`POST ${WORKSPACE}/accounts/mock`]: 'account.mock-created',
  [`POST ${WORKSPACE}/accounts/:accountId/mock/messages`]: 'account.mock-message',
  [`POST ${WORKSPACE}/accounts/:accountId/history`]: 'account.history-requested',
  [`POST ${WORKSPACE}/accounts/:accountId/history/:syncId/cancel`]: 'account.history-cancelled',
  'POST /v1/admin/instagram/transfer': 'account.transferred',
  'POST /webhooks/instagram/deauthorize': 'account.state-changed',
  'POST /webhooks/instagram/data-deletion': 'account.disconnected',
  [`POST ${WORKSPACE}/automation-instances`]: 'automation.created',
  [`PATCH ${WORKSPACE}/automation-instances/:automationId`]: 'automation.activated',
  [`POST ${WORKSPACE}/personas`]: 'persona.created',
  [`POST ${WORKSPACE}/personas/:personaId/duplicate`]: 'persona.created',
  [`PATCH ${WORKSPACE}/personas/:personaId`]: 'persona.changed',
  [`DELETE ${WORKSPACE}/personas/:personaId`]: 'persona.deleted',
  [`PATCH ${WORKSPACE}/contacts/:contactId`]: 'contact.changed',
  [`POST ${WORKSPACE}/contacts/:contactId/notes`]: 'contact-note.added',
  [`PATCH ${WORKSPACE}/contacts/:contactId/notes/:noteId`]: 'contact-note.edited',
  [`DELETE ${WORKSPACE}/contacts/:contactId/notes/:noteId`]: 'contact-note.removed',
  [`POST ${WORKSPACE}/contacts/:contactId/tasks`]: 'crm-task.created',
  [`PATCH ${WORKSPACE}/crm-tasks/:taskId`]: 'crm-task.changed',
  [`DELETE ${WORKSPACE}/crm-tasks/:taskId`]: 'crm-task.removed',
  [`POST ${WORKSPACE}/crm-tasks/:taskId/cancel`]: 'crm-task.cancelled',
  [`POST ${WORKSPACE}/crm-tasks/:taskId/complete`]: 'crm-task.completed',
  [`POST ${WORKSPACE}/crm-tasks/:taskId/reopen`]: 'crm-task.reopened',
  [`POST ${WORKSPACE}/reply-drafts/:draftId/discard`]: 'reply-draft.discarded',
  [`POST ${WORKSPACE}/reply-drafts/:draftId/send`]: 'reply-draft.sent',
  [`PATCH ${WORKSPACE}/outcomes/:goal/:outcomeId`]: 'outcome.corrected',
  [`POST ${WORKSPACE}/outcomes/:goal/:outcomeId/cancel`]: 'outcome.cancelled',
  [`POST ${WORKSPACE}/outcomes/:goal/:outcomeId/complete`]: 'outcome.completed',
  [`POST ${WORKSPACE}/outcomes/:goal/:outcomeId/reopen`]: 'outcome.reopened',
  [`DELETE ${WORKSPACE}/automation-instances/:automationId`]: 'automation.deleted',
  [`POST ${WORKSPACE}/automation-instances/:automationId/duplicate`]: 'automation.created',
  [`PUT ${WORKSPACE}/automation-instances/:automationId/version`]: 'automation.version-chosen',
  [`POST ${WORKSPACE}/automation-intents`]: 'automation-intent.created',
  [`PATCH ${WORKSPACE}/automation-intents/:intentId`]: 'automation-intent.changed',
  [`DELETE ${WORKSPACE}/automation-intents/:intentId`]: 'automation-intent.deleted',
  'POST /v1/admin/automation-intents': 'automation-intent.created',
  'PATCH /v1/admin/automation-intents/:intentId': 'automation-intent.changed',
  'DELETE /v1/admin/automation-intents/:intentId': 'automation-intent.deleted',
  'POST /v1/admin/flow-drafts': 'flow-draft.created',
  'POST /v1/admin/flow-drafts/from-version': 'flow-draft.created',
  'POST /v1/admin/flow-drafts/import': 'flow-draft.created',
  'PUT /v1/admin/flow-drafts/:draftId': 'flow-draft.saved',
  'POST /v1/admin/flow-drafts/:draftId/archive': 'flow-draft.archived',
  'POST /v1/admin/flow-drafts/:draftId/restore': 'flow-draft.restored',
  'POST /v1/admin/flow-drafts/:draftId/duplicate': 'flow-draft.created',
  'POST /v1/admin/flow-drafts/:draftId/publish': 'flow-template.published',
  'PATCH /v1/admin/flow-templates/:templateId': 'flow-template.changed',
  'POST /v1/admin/flow-templates/:templateId/archive': 'flow-template.archived',
  'POST /v1/admin/flow-templates/:templateId/restore': 'flow-template.restored',
  'PUT /v1/admin/flow-templates/:templateId/current-version': 'flow-template.version-chosen',
  'POST /v1/admin/flow-templates/:templateId/versions/:versionId/archive': 'flow-version.archived',
  'POST /v1/admin/flow-templates/:templateId/versions/:versionId/restore': 'flow-version.restored',
  [`POST ${WORKSPACE}/automation-sessions/:sessionId/pause`]: 'automation-session.paused',
  [`POST ${WORKSPACE}/automation-sessions/:sessionId/resume`]: 'automation-session.resumed',
  [`POST ${WORKSPACE}/automation-sessions/:sessionId/stop`]: 'automation-session.stopped',
  [`POST ${WORKSPACE}/conversations/:conversationId/automation-sessions`]: 'automation-session.started',
  [`POST ${WORKSPACE}/conversations/:conversationId/hold`]: 'conversation.held',
  [`POST ${WORKSPACE}/conversations/:conversationId/resume`]: 'conversation.resumed',
  [`POST ${WORKSPACE}/conversations/:conversationId/messages/:messageId/cancel`]: 'message.cancelled',
  [`POST ${WORKSPACE}/conversations/:conversationId/messages/:messageId/retry`]: 'message.retried',
  [`POST ${WORKSPACE}/escalations/:escalationId/resolve`]: 'escalation.resolved',
  [`POST ${WORKSPACE}/knowledge/items`]: 'knowledge-item.added',
  [`POST ${WORKSPACE}/knowledge/items/uploads`]: 'knowledge-item.added',
  [`PATCH ${WORKSPACE}/knowledge/items/:itemId`]: 'knowledge-item.changed',
  [`DELETE ${WORKSPACE}/knowledge/items/:itemId`]: 'knowledge-item.removed',
  [`POST ${WORKSPACE}/knowledge/items/:itemId/process`]: 'knowledge-item.processed-again',
  [`POST ${WORKSPACE}/knowledge/reindex`]: 'knowledge.reindexed',
  [`DELETE ${WORKSPACE}/knowledge/gaps/:gapId`]: 'knowledge-gap.removed',
  [`POST ${WORKSPACE}/eval-cases`]: 'eval-case.added',
  [`PUT ${WORKSPACE}/eval-cases/:evalCaseId`]: 'eval-case.changed',
  [`DELETE ${WORKSPACE}/eval-cases/:evalCaseId`]: 'eval-case.removed',
  [`POST ${WORKSPACE}/eval-runs`]: 'eval-run.started',
  'PUT /v1/admin/assistant': 'assistant.changed',
  'POST /v1/admin/knowledge/items': 'knowledge-item.added',
  'POST /v1/admin/knowledge/items/uploads': 'knowledge-item.added',
  'PATCH /v1/admin/knowledge/items/:itemId': 'knowledge-item.changed',
  'DELETE /v1/admin/knowledge/items/:itemId': 'knowledge-item.removed',
  'POST /v1/admin/knowledge/items/:itemId/process': 'knowledge-item.processed-again',
  'POST /v1/admin/parked/events/:parkedId/replay': 'parked.event.replayed',
  'POST /v1/admin/parked/events/:parkedId/discard': 'parked.event.discarded',
  'POST /v1/admin/parked/sends/:parkedId/replay': 'parked.send.replayed',
  'POST /v1/admin/parked/sends/:parkedId/discard': 'parked.send.discarded',
  'POST /v1/admin/users/:userId/disable': 'user.disabled',
  'POST /v1/admin/users/:userId/enable': 'user.enabled',
  'POST /v1/admin/users/:userId/end-sessions': 'user.sessions-ended',
  'POST /v1/admin/workspaces/:workspaceId/suspend': 'workspace.suspended',
  'POST /v1/admin/workspaces/:workspaceId/restore': 'workspace.restored',
  'PUT /v1/admin/workspaces/:workspaceId/plan': 'workspace.plan-assigned',
  'POST /v1/admin/tiers': 'tier.created',
  'PATCH /v1/admin/tiers/:tierId': 'tier.changed',
  'DELETE /v1/admin/tiers/:tierId': 'tier.deleted',
  'PUT /v1/admin/ui-settings': 'ui-settings.changed',
  'PUT /v1/admin/log-settings': 'log-settings.changed',
  'DELETE /v1/admin/log-events': 'log-events.removal-ordered',
  'POST /v1/admin/schedules/:name/run': 'schedule.requested',
};

const SIMULATED = 'a made-up conversation: it has no effect on anything and is forgotten after a day';

/** What leaves no entry, and why. */
const NOT_AUDITED: Readonly<Record<string, string>> = {
  [`POST ${WORKSPACE}/conversations/:conversationId/files`]: 'message traffic: a file that a message may carry later',
  'POST /webhooks/instagram': 'message traffic: explained by the record of its turn',
  [`POST ${WORKSPACE}/conversations/:conversationId/messages`]: 'message traffic: explained by the record of its turn',
  [`POST ${WORKSPACE}/accounts/:accountId/attachments`]: 'message traffic: a file that a message may carry later',
  [`POST ${WORKSPACE}/conversations/:conversationId/signals`]: 'leaves nothing behind',
  [`POST ${WORKSPACE}/automation-sessions/:sessionId/replay`]: 'reads; a POST, so that a whole flow can be given',
  'POST /v1/admin/workspaces/:workspaceId/automation-sessions/:sessionId/replay':
    'reads; a POST, so that a whole flow can be given',
  [`POST ${WORKSPACE}/knowledge/ask`]: 'reads; what it cannot answer is counted among the gaps',
  [`POST ${WORKSPACE}/knowledge/reply-preview`]: 'reads; what the model costs is counted',
  'POST /v1/assistant/ask': 'reads; what it cannot answer is counted among the gaps',
  [`POST ${WORKSPACE}/knowledge/search`]: 'reads; a POST, so that what people ask is in no log of addresses',
  [`POST ${WORKSPACE}/ai/provider/test`]: 'asks a provider for a word; counted, and nothing else changes',
  'POST /v1/auth/refresh': 'goes on with a sign-in that is on record; an old token that is used again ends it',
  'POST /v1/invites/lookup': 'reads; a POST, so that the token is in no log of addresses',
  'POST /v1/admin/flows/compile': 'reads; a POST, since a flow is too long for an address',
  'POST /v1/admin/flow-drafts/:draftId/validate': 'reads; a POST, since it may take a while',
  'POST /v1/admin/flow-drafts/:draftId/test': 'plays conversations that leave nothing behind',
  'POST /v1/admin/log-events/stream/ticket': 'a ticket of half a minute to read with',
  [`POST ${WORKSPACE}/simulations`]: SIMULATED,
  [`DELETE ${WORKSPACE}/simulations/:simulationId`]: SIMULATED,
  [`POST ${WORKSPACE}/simulations/:simulationId/commands`]: SIMULATED,
  [`PUT ${WORKSPACE}/simulations/:simulationId/persona`]: SIMULATED,
  [`POST ${WORKSPACE}/simulations/:simulationId/reset`]: SIMULATED,
  [`POST ${WORKSPACE}/simulations/:simulationId/steps`]: SIMULATED,
  'POST /v1/admin/flow-drafts/:draftId/simulations': SIMULATED,
  'DELETE /v1/admin/simulations/:simulationId': SIMULATED,
  'POST /v1/admin/simulations/:simulationId/commands': SIMULATED,
  'POST /v1/admin/simulations/:simulationId/reset': SIMULATED,
  'POST /v1/admin/simulations/:simulationId/steps': SIMULATED,
};

/** Literal actions, and those with a variable part as patterns. */
function actionsInSource(): RegExp[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/spec\.ts$/.test(file))
    .map((file) => readFileSync(path.join(SRC, file), 'utf8'));
  const quoted = files.flatMap((text) =>
    [...text.matchAll(/['`]([a-z-]+\.[a-z.${}-]+)['`]/g)].map(([, name = '']) => name),
  );
  return quoted.map((name) => new RegExp(`^${name.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[a-z-]+')}$`));
}

describe('routes that change something', () => {
  let app: NestFastifyApplication;
  const routes: string[] = [];

  beforeAll(async () => {
    const { MONGODB_URI, REDIS_URL } = process.env;
    app = await createApi(loadConfig({ ...TEST_ENV, MONGODB_URI, REDIS_URL, QUEUE_PREFIX: newTestName() }));
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat())
          if (['POST', 'PUT', 'PATCH', 'DELETE'].includes(one)) routes.push(`${one} ${url}`);
      });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });

  afterAll(() => app.close());

  it('each leave an entry in the audit trail, or say why not', () => {
    expect(routes.sort()).toEqual([...Object.keys(AUDITED), ...Object.keys(NOT_AUDITED)].sort());
  });

  it.each(Object.entries(AUDITED))('%s: %s is recorded somewhere', (_, action) => {
    expect(actionsInSource().some((pattern) => pattern.test(action))).toBe(true);
  });
});
