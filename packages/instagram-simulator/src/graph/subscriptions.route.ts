import { KNOWN_FIELDS, PERMISSIONS } from '../app';
import { requireOwnNode } from './auth';
import { GraphError } from './graph-error';
import type { GraphCall, GraphResult, GraphRoute } from './graph-call';

const route = (method: GraphRoute['method'], perform: (call: GraphCall) => GraphResult): GraphRoute => ({
  method,
  url: '/:node/subscribed_apps',
  permission: PERMISSIONS.basic,
  describe: () => ({ operation: 'subscription' }),
  perform: (call) => {
    requireOwnNode(call.caller, call.node);
    return perform(call);
  },
});

/** `/{ig-id|me}/subscribed_apps`: which fields this account sends to the app. */
export const subscriptionRoutes: readonly GraphRoute[] = [
  route('POST', ({ core, caller, params }) => {
    const fields = params.list('subscribed_fields');
    if (fields.length === 0) throw GraphError.parameter('The parameter subscribed_fields is required');
    assertKnownFields(fields);
    core.setSubscription(caller.account.id, fields);
    return { body: { success: true } };
  }),
  route('GET', ({ core, caller }) => {
    const fields = caller.account.subscribedFields;
    return { body: { data: fields.length > 0 ? [{ id: core.app.id, subscribed_fields: fields }] : [] } };
  }),
  route('DELETE', ({ core, caller }) => {
    core.setSubscription(caller.account.id, []);
    return { body: { success: true } };
  }),
];

/** One unknown name fails the whole call. */
export function assertKnownFields(fields: readonly string[]): void {
  const known: ReadonlySet<string> = new Set(KNOWN_FIELDS);
  const unknown = fields.findIndex((field) => !known.has(field));
  if (unknown < 0) return;
  throw GraphError.parameter(`Param subscribed_fields[${unknown}] must be one of {${KNOWN_FIELDS.join(', ')}}`);
}
