import { type Parley, until } from './parley';

interface AccountRow {
  _id: string;
  subscription?: { checkedAt: Date; healedAt?: Date };
}

const LONG_AGO = new Date(0);

/** The account of a Parley and the jobs that look after it, which tests cannot wait for. */
export class AccountCare {
  constructor(
    private readonly parley: Parley,
    private readonly token: string,
  ) {}

  async id(): Promise<string> {
    return (await this.row())._id;
  }

  async call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const { apiUrl, owner } = this.parley;
    const url = `${apiUrl}/v1/workspaces/${owner.workspaceId}/accounts/${await this.id()}${path}`;
    const headers = { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': 'application/json' }) };
    const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const json: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${answer.status} of ${url}: ${JSON.stringify(json)}`);
    return json as T;
  }

  /** A worker looks at the account's webhooks now; resolves when it has. */
  async looks(): Promise<void> {
    const before = (await this.row()).subscription?.checkedAt.getTime() ?? 0;
    await this.accounts().updateOne({ _id: await this.id() }, { $set: { subscriptionDueAt: LONG_AGO } });
    await this.request('care-for-subscriptions');
    const isSeen = async () => ((await this.row()).subscription?.checkedAt.getTime() ?? 0) > before;
    await until(isSeen, 20_000, 'the subscription to be looked at');
  }

  /** As if the last look had been then. */
  async lastLookedAt(at: Date): Promise<void> {
    await this.accounts().updateOne({ _id: await this.id() }, { $set: { 'subscription.checkedAt': at } });
  }

  /** What is being read of the past is read now, `until` then; resolves when all of it is through. */
  async readsPast(change: { until?: Date } = {}): Promise<void> {
    const syncs = this.parley.database.collection('historySyncs');
    await syncs.updateMany({ open: true }, { $set: { dueAt: LONG_AGO, ...change } });
    await until(async () => (await syncs.countDocuments({ open: true })) === 0, 30_000, 'the past to be read');
  }

  async row(): Promise<AccountRow> {
    const row = await this.accounts().findOne({});
    if (row === null) throw new Error('There is no account.');
    return row;
  }

  private async request(job: string): Promise<void> {
    const jobs = this.parley.database.collection<{ _id: string }>('scheduledJobs');
    await jobs.updateOne({ _id: job }, { $set: { requestedAt: new Date() } });
  }

  private accounts() {
    return this.parley.database.collection<AccountRow>('instagramAccounts');
  }
}
