import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { LogCategory } from '../../shared/observability';

/** The one row of its collection. */
export const LOG_SETTINGS_ID = 'settings';

/** Found by its fixed `_id`, so it needs no index. */
@Schema({ collection: 'adminLogSettings', versionKey: false })
export class AdminLogSettingsRow {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: Number, required: true })
  version: number;

  @Prop({ type: Object, required: true })
  categories: Record<LogCategory, boolean>;

  @Prop({ type: Boolean, required: true })
  content: boolean;

  @Prop({ type: Number, required: true })
  retentionHours: number;
}

export const AdminLogSettingsSchema = SchemaFactory.createForClass(AdminLogSettingsRow);
