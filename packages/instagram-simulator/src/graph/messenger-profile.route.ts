import { z } from 'zod';
import { PERMISSIONS } from '../app';
import { BrokenRule } from '../rules/broken-rule';
import { LIMITS } from '../rules/rules';
import type { MessengerProfile } from '../world/model';
import { requireOwnNode } from './auth';
import type { GraphCall, GraphResult, GraphRoute } from './graph-call';
import { GraphError } from './graph-error';

const questionSchema = z.object({ question: z.string().min(1), payload: z.string().min(1) });
const questionsSchema = z.array(questionSchema).min(1).max(LIMITS.iceBreakers);

/** The newer form, with locales, and the older flat one. */
const iceBreakersSchema = z.union([
  z
    .array(z.object({ call_to_actions: questionsSchema, locale: z.string().default('default') }))
    .min(1)
    .refine((locales) => locales.some(({ locale }) => locale === 'default')),
  questionsSchema,
]);

const menuItemSchema = z.union([
  z.object({ type: z.literal('postback'), title: z.string().min(1), payload: z.string().min(1) }),
  z.object({ type: z.literal('web_url'), title: z.string().min(1), url: z.url() }),
]);

const menuSchema = z
  .array(z.object({ locale: z.string(), call_to_actions: z.array(menuItemSchema).min(1) }))
  .min(1)
  .refine((locales) => locales.some(({ locale }) => locale === 'default'));

const NAMES = ['ice_breakers', 'persistent_menu'] as const;
const isName = (name: string): name is (typeof NAMES)[number] => NAMES.some((known) => known === name);

const route = (method: GraphRoute['method'], perform: (call: GraphCall) => GraphResult): GraphRoute => ({
  method,
  url: '/:node/messenger_profile',
  permission: PERMISSIONS.messages,
  describe: () => ({ operation: 'messenger-profile' }),
  perform: (call) => {
    requireOwnNode(call.caller, call.node);
    return perform(call);
  },
});

function namesOf({ params }: GraphCall): (typeof NAMES)[number][] {
  const names = params.list('fields');
  const known = names.filter(isName);
  if (names.length === 0 || known.length < names.length) {
    throw GraphError.parameter(`Param fields must be some of {${NAMES.join(', ')}}`);
  }
  return known;
}

/** `/{ig-id|me}/messenger_profile`: ice breakers and the persistent menu. */
export const messengerProfileRoutes: readonly GraphRoute[] = [
  route('GET', (call) => {
    const profile = call.caller.account.messengerProfile;
    const shown = Object.fromEntries(namesOf(call).flatMap((name) => (profile[name] ? [[name, profile[name]]] : [])));
    return { body: { data: Object.keys(shown).length > 0 ? [shown] : [] } };
  }),
  route('POST', ({ core, caller, params }) => {
    const change = readProfile(params.json('ice_breakers'), params.json('persistent_menu'));
    Object.assign(caller.account.messengerProfile, change);
    core.world.touch();
    return { body: { result: 'success' } };
  }),
  route('DELETE', (call) => {
    for (const name of namesOf(call)) delete call.caller.account.messengerProfile[name];
    call.core.world.touch();
    return { body: { result: 'success' } };
  }),
];

function readProfile(iceBreakers: unknown, menu: unknown): MessengerProfile {
  if (iceBreakers === undefined && menu === undefined) {
    throw GraphError.parameter(`One of {${NAMES.join(', ')}} is required`);
  }
  const profile: MessengerProfile = {};
  if (iceBreakers !== undefined) {
    const parsed = iceBreakersSchema.safeParse(iceBreakers);
    if (!parsed.success) throw new BrokenRule('iceBreakers');
    profile.ice_breakers = parsed.data;
  }
  if (menu !== undefined) {
    const parsed = menuSchema.safeParse(menu);
    if (!parsed.success) throw new BrokenRule('malformed');
    profile.persistent_menu = parsed.data;
  }
  return profile;
}
