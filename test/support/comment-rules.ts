import type { Customer } from '@parley/instagram-simulator';
import type { Document } from 'mongodb';
import { type Parley, until } from './parley';
import { callRaw, type RawAnswer } from './raw-api';
import { dataOf, ownerOf } from './people';

export const POST = '17890000000000001';
export const OPENING =
  'You are writing with our automated assistant. If you would rather talk to a person, just say so.\n\n' +
  'Thank you for your comment! Shall we send you the link?';
export const THE_LINK = 'Here it is. Enjoy!';

/** Automations that answer comments, and what is on record of them. */
export class CommentRules {
  private token = '';

  private constructor(private readonly parley: Parley) {}

  /** Installs the templates that come with the program. */
  static async open(parley: Parley): Promise<CommentRules> {
    await parley.runCli(['flows:install']);
    const rules = new CommentRules(parley);
    rules.token = (await ownerOf(parley)).token;
    return rules;
  }

  /** Switches one on; it answers as soon as every process knows of it. */
  async add(config: Record<string, unknown> = {}): Promise<string> {
    const { id } = await dataOf(
      this.parley.client.POST('/v1/workspaces/{workspaceId}/automation-instances', {
        params: { path: { workspaceId: this.parley.owner.workspaceId } },
        body: { templateId: 'comment-to-message', name: 'Comments', config },
      }),
    );
    return id;
  }

  get(path: string): Promise<RawAnswer> {
    return callRaw(this.parley, `/v1/workspaces/${this.parley.owner.workspaceId}/${path}`, { token: this.token });
  }

  send(method: 'POST' | 'DELETE', path: string, body?: object): Promise<RawAnswer> {
    const url = `/v1/workspaces/${this.parley.owner.workspaceId}/${path}`;
    return callRaw(this.parley, url, { method, token: this.token, ...(body === undefined ? {} : { body }) });
  }

  /** What is on record about a person's comments, by status, since Instagram tells their times to the second only. */
  log({ id }: Customer): Promise<Document[]> {
    return this.parley.database
      .collection('commentDmLogs')
      .find({ workspaceId: this.parley.owner.workspaceId, commenterId: id })
      .sort({ status: 1, commentedAt: 1, _id: 1 })
      .toArray();
  }

  /** Resolves once this is what is on record about the person's comments. */
  async logs(person: Customer, expected: object[]): Promise<Document[]> {
    let rows: Document[] = [];
    const isThere = async () => {
      rows = await this.log(person);
      return rows.length === expected.length && rows.every(({ status }, index) => status === statusOf(expected[index]));
    };
    await until(isThere, 15_000, `the log to say ${JSON.stringify(expected)}`);
    expect(rows).toMatchObject(expected);
    return rows;
  }

  /** What nobody noted is found out now, not when the job would look by itself. */
  async followUp(): Promise<void> {
    const pending = { workspaceId: this.parley.owner.workspaceId, status: 'pending' };
    await this.parley.database.collection('commentDmLogs').updateMany(pending, { $set: { checkAt: new Date(0) } });
    const url = '/v1/admin/schedules/follow-up-comment-replies/run';
    const { status } = await callRaw(this.parley, url, { method: 'POST', token: this.token });
    expect(status).toBeLessThan(300);
  }

  /** Public answers of the account to a comment. */
  async publicReplies(commentId: string): Promise<string[]> {
    const comments = await this.parley.simulator.comments();
    return comments.filter(({ parentId }) => parentId === commentId).map(({ text }) => text);
  }
}

const statusOf = (expected: object | undefined): unknown =>
  expected !== undefined && 'status' in expected ? expected.status : undefined;
