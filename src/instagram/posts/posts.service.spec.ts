import { standIn } from '../../../test/support/stand-in';
import { contextOf } from '../../../test/support/audit';
import { type AccountId, Secret, type WorkspaceId } from '../../shared/kernel';
import { GraphError, type MetaPosts } from '../../shared/providers/meta-graph';
import type { AccountDirectory, KnownAccount } from '../account-directory.service';
import type { AccountHealth } from '../account-health.service';
import { Posts } from './posts.service';

const ACCOUNT: KnownAccount = {
  accountId: 'a1' as AccountId,
  workspaceId: 'w1' as WorkspaceId,
  igUserId: 'ig1',
  igScopedId: 'app1',
  username: 'luna',
  status: 'connected',
  token: new Secret('t'),
};
const PAGE = { items: [{ id: '1', at: new Date(0), comments: 0 }], next: 'more' };

function list(account: KnownAccount | null, error?: GraphError) {
  const noted: string[] = [];
  const posts = new Posts(
    standIn<AccountDirectory>({ get: async () => account }),
    standIn<MetaPosts>({ list: () => (error === undefined ? Promise.resolve(PAGE) : Promise.reject(error)) }),
    standIn<AccountHealth>({ noteFailure: async (_account, { code }) => void noted.push(code) }),
  );
  return { noted, listed: posts.list(contextOf('w1', 'ann'), 'a1' as AccountId, { limit: 25 }) };
}

it('are those that Instagram has', async () => {
  expect(await list(ACCOUNT).listed).toEqual(PAGE);
});

it('are none of an account that is made up', async () => {
  expect(await list({ ...ACCOUNT, isMock: true }).listed).toEqual({ items: [], next: null });
});

it('are refused where the account is unknown, or cannot be used', async () => {
  await expect(list(null).listed).rejects.toMatchObject({ code: 'ACCOUNT.NOT_FOUND' });
  const revoked = { ...ACCOUNT, status: 'revoked' as const };
  await expect(list(revoked).listed).rejects.toMatchObject({ code: 'ACCOUNT.NOT_USABLE' });
});

it.each([
  ['limited', 'COMMENT.LIMITED'],
  ['transient', 'COMMENT.UNAVAILABLE'],
  ['account', 'COMMENT.REFUSED'],
] as const)('say why they are not there: %s', async (failureClass, code) => {
  const failure = { class: failureClass, code: '190', message: 'no', retryAfterMs: 1 };
  const { listed, noted } = list(ACCOUNT, new GraphError(failure));
  await expect(listed).rejects.toMatchObject({ code });
  expect(noted).toEqual(['190']);
});
