import { BrokenRule, demand } from '../rules/broken-rule';
import type { Account, Customer } from '../world/model';
import { parseFields, readFields } from './fields';
import type { Readers } from './fields';
import type { GraphCall, GraphResult } from './graph-call';

const accountReaders = (account: Account): Readers => ({
  id: () => account.appScopedId,
  user_id: () => account.id,
  username: () => account.username,
  name: () => account.name,
  account_type: () => 'BUSINESS',
  profile_picture_url: () => account.profilePictureUrl ?? undefined,
  followers_count: () => account.followersCount,
  follows_count: () => 0,
  media_count: () => 0,
});

/** `GET /me` and `GET /{ig-id}`. */
export function readAccount({ core, caller, params }: GraphCall): GraphResult {
  const asked = parseFields(params.text('fields') ?? 'id');
  const body = readFields('IGUser', accountReaders(caller.account), asked);
  return { body: core.settings.wrapMe ? { data: [body] } : body };
}

const customerReaders = (customer: Customer): Readers => ({
  id: () => customer.id,
  name: () => customer.name,
  username: () => customer.username,
  profile_pic: () => customer.profilePic,
  follower_count: () => customer.followerCount,
  is_verified_user: () => customer.isVerified,
  is_user_follow_business: () => customer.followsBusiness,
  is_business_follow_user: () => customer.businessFollows,
});

/** `GET /{IGSID}`: only after the person wrote or tapped; an unknown field fails the whole call. */
export function readCustomer({ core, params }: GraphCall, customer: Customer): GraphResult {
  const asked = parseFields(params.text('fields') ?? 'name,username,profile_pic');
  const wrote = core.world.messagesOf(customer.id).some(({ origin }) => origin === 'customer');
  if (customer.blocked) throw new BrokenRule('recipientBlocked');
  demand(wrote, 'consent');
  return { body: readFields('IGUser', customerReaders(customer), asked) };
}
