import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';
import { LOG_CATEGORIES, LOG_LEVELS, type LogCategory, type LogLevel } from '../../shared/observability';

@Schema({ collection: 'adminLogEvents', versionKey: false })
export class AdminLogEventRow {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: Date, required: true })
  at: Date;

  @Prop({ type: Date, required: true })
  expiresAt: Date;

  @Prop({ type: String, required: true, enum: LOG_CATEGORIES })
  category: LogCategory;

  @Prop({ type: String, required: true, enum: LOG_LEVELS })
  level: LogLevel;

  @Prop({ type: String, required: true })
  message: string;

  @Prop({ type: String })
  workspaceId?: string;

  @Prop({ type: String })
  sessionId?: string;

  @Prop({ type: String })
  conversationId?: string;

  @Prop({ type: String })
  correlationId?: string;

  @Prop({ type: Object })
  details?: Record<string, string | number | boolean>;

  @Prop({ type: String })
  content?: string;
}

export const AdminLogEventSchema = SchemaFactory.createForClass(AdminLogEventRow);

const newestBy = (field: string, name: string, serves: string): IndexDeclaration => ({
  collection: 'adminLogEvents',
  key: { [field]: 1, at: -1, _id: -1 },
  options: { name, partialFilterExpression: { [field]: { $exists: true } } },
  serves,
});

export const adminLogEventIndexes: IndexDeclaration[] = [
  {
    collection: 'adminLogEvents',
    key: { at: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'the diagnostic log, newest first, and its live tail',
  },
  newestBy('category', 'category-newest', 'log events of one category'),
  newestBy('workspaceId', 'workspace-newest', 'log events of one workspace'),
  newestBy('sessionId', 'session-newest', 'log events of one automation session'),
  newestBy('conversationId', 'conversation-newest', 'log events of one conversation'),
  newestBy('correlationId', 'correlation-newest', 'log events of one request'),
  {
    collection: 'adminLogEvents',
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'forgetting what is old',
  },
];
