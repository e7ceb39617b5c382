import { Injectable } from '@nestjs/common';
import type { JsonObject, LaneView, TaskAsker } from '../../conversations';
import { CrmFacade, GOALS } from '../../crm';
import { ADD_NOTE, type AgentToolName, CAPTURE_GOAL, CREATE_TASK, HTTP_REQUEST, UPDATE_CONTACT } from '../../flows';
import { type AgentTool, type AgentToolOutcome, KnowledgeSearch } from '../../knowledge';
import { type BusinessHours, Clock, isOpen, nextOpening, stableId } from '../../shared/kernel';
import { businessHours, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { personOf } from '../executors/crm-outcome';
import { TaskExecutors } from '../executors/task-executors';
import { AGENT_TOOL_FORMS } from './agent-tool-forms';

/** The talk that a tool is used in. */
export interface AgentToolScope {
  lane: LaneView;
  /** Of the agent's turn: what a tool does is done once for it, however often the turn is repeated. */
  taskId: string;
  /** Empty: everything that the workspace knows. */
  knowledgeItemIds: readonly string[];
  signal?: AbortSignal;
  /** That searches are for. */
  flow?: TaskAsker | undefined;
}

type Run = (args: Record<string, unknown>, scope: AgentToolScope) => Promise<AgentToolOutcome>;

const FOUND_CHUNKS = 5;
const SCORE_FLOOR = 0.2;

/**
 * What an agent may have done. It reaches this workspace and this contact only: whom a tool is about is told by the
 * conversation, never by the model. What writes goes the way that the same act of a flow goes, with its checks.
 */
@Injectable()
export class AgentTools {
  private readonly hours: SettingsReader<BusinessHours>;
  private readonly runs: Readonly<Record<AgentToolName, Run>>;

  constructor(
    private readonly executors: TaskExecutors,
    private readonly crm: CrmFacade,
    private readonly knowledge: KnowledgeSearch,
    private readonly clock: Clock,
    settings: WorkspaceSettings,
  ) {
    this.hours = settings.reader(businessHours, 'automation.agents', ['timeZone', 'weekly', 'exceptions']);
    this.runs = {
      search_knowledge: (args, scope) => this.search(args, scope),
      read_contact: (_args, scope) => this.readContact(scope),
      check_hours: (_args, scope) => this.checkHours(scope),
      update_contact: (args, scope) => this.act(UPDATE_CONTACT, contactChanges(args), scope),
      add_note: (args, scope) => this.act(ADD_NOTE, textsIn(args, ['text']), scope),
      create_task: (args, scope) => this.act(CREATE_TASK, textsIn(args, ['title', 'details', 'dueAt']), scope),
      capture_goal: (args, scope) => this.act(CAPTURE_GOAL, capture(args), scope),
      // Only to read: a model must not make a service of the workspace do something.
      http_request: (args, scope) => this.act(HTTP_REQUEST, { ...textsIn(args, ['url']), method: 'GET' }, scope),
    };
  }

  /** Those that the author of the flow allows, each bound to this conversation. */
  of(names: readonly string[], scope: AgentToolScope): AgentTool[] {
    return AGENT_TOOL_FORMS.filter(({ name }) => names.includes(name)).map((form) => ({
      ...form,
      run: (args) => this.runs[form.name](args, scope),
    }));
  }

  private async search(
    { question }: Record<string, unknown>,
    { lane, knowledgeItemIds, signal, flow }: AgentToolScope,
  ): Promise<AgentToolOutcome> {
    if (typeof question !== 'string' || question.trim() === '') return refused('"question" must be a text.');
    const items = knowledgeItemIds.length === 0 ? {} : { itemIds: knowledgeItemIds };
    const found = await this.knowledge.search(
      { workspaceId: lane.workspaceId, ...items },
      question.slice(0, 500),
      { limit: FOUND_CHUNKS, floor: SCORE_FLOOR },
      { ...(signal === undefined ? {} : { signal }), ...(flow === undefined ? {} : { flow }) },
    );
    if (found.chunks.length === 0) return told('Nothing is known about it.');
    return told(found.chunks.map(({ title, text }) => `${title}:\n${text}`).join('\n\n'));
  }

  private async readContact({ lane }: AgentToolScope): Promise<AgentToolOutcome> {
    const contact = await this.crm.contactView(personOf(lane));
    if (contact === null) return told('Nothing is known about the contact yet.');
    // Who looks after the contact, and how it is tagged, is the business's own affair.
    const { name, email, phone, fields } = contact;
    return told(JSON.stringify({ name, email, phone, fields }));
  }

  private async checkHours({ lane }: AgentToolScope): Promise<AgentToolOutcome> {
    const hours = await this.hours.of(lane.workspaceId);
    const now = this.clock.now();
    const next = nextOpening(hours, now);
    return told(
      JSON.stringify({
        timeZone: hours.timeZone,
        openNow: isOpen(hours, now),
        ...(next === null ? {} : { opensNext: next.toISOString() }),
        weekly: hours.weekly,
      }),
    );
  }

  /** The same call of the same turn is the same act. */
  private async act(kind: string, input: JsonObject, { lane, taskId }: AgentToolScope): Promise<AgentToolOutcome> {
    const id = stableId('agent-tool', taskId, kind, JSON.stringify(input));
    const outcome = await this.executors.run(lane, { id, kind, input });
    if (!outcome.ok) return refused(outcome.error);
    return told(Object.keys(outcome.value).length === 0 ? 'Done.' : JSON.stringify(outcome.value));
  }
}

const told = (text: string): AgentToolOutcome => ({ ok: true, told: text });
const refused = (reason: string): AgentToolOutcome => ({ ok: false, told: `Refused: ${reason}` });

/** What a customer may say about themselves; stage, tags and owner are the business's own. */
function contactChanges(args: Record<string, unknown>): JsonObject {
  const fields = fieldsIn(args);
  const own: JsonObject = Object.keys(fields).length === 0 ? {} : { fields };
  return { set: { ...textsIn(args, ['name', 'email', 'phone']), ...own }, addTags: [], removeTags: [] };
}

function capture(args: Record<string, unknown>): JsonObject {
  return { goal: GOALS.find((name) => name === args['goal']) ?? '', fields: fieldsIn(args) };
}

function fieldsIn({ fields }: Record<string, unknown>): JsonObject {
  return typeof fields === 'object' && fields !== null ? textsIn({ ...fields }, Object.keys(fields)) : {};
}

function textsIn(args: Record<string, unknown>, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const value = args[name];
      return typeof value === 'string' && value.trim() !== '' ? [[name, value]] : [];
    }),
  );
}
