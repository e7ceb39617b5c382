import { AgentTools } from '../agent/agent-tools';
import { AddNoteExecutor } from './add-note.executor';
import { AiAgentExecutor } from './ai-agent.executor';
import { AiReplyExecutor } from './ai-reply.executor';
import { CaptureGoalExecutor } from './capture-goal.executor';
import { ClassifyIntentsExecutor } from './classify-intents.executor';
import { CreateTaskExecutor } from './create-task.executor';
import { DetectIntentExecutor } from './detect-intent.executor';
import { HandoverWords } from './handover-words';
import { HttpRequestExecutor } from './http-request.executor';
import { LookupProfileExecutor } from './lookup-profile.executor';
import { OpenEscalationExecutor } from './open-escalation.executor';
import { ReplyToCommentExecutor } from './reply-to-comment.executor';
import { TaskExecutors } from './task-executors';
import { UpdateContactExecutor } from './update-contact.executor';

/** The registry comes first: it declares what the others contribute. */
export const EXECUTOR_PROVIDERS = [
  TaskExecutors,
  LookupProfileExecutor,
  OpenEscalationExecutor,
  HttpRequestExecutor,
  UpdateContactExecutor,
  AddNoteExecutor,
  CreateTaskExecutor,
  ReplyToCommentExecutor,
  CaptureGoalExecutor,
  DetectIntentExecutor,
  ClassifyIntentsExecutor,
  AgentTools,
  HandoverWords,
  AiReplyExecutor,
  AiAgentExecutor,
];
