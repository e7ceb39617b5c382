import { AdminLogsModule } from './admin-logs';
import { AutomationModule } from './automation';
import { ConversationsModule } from './conversations';
import { CrmModule } from './crm';
import { EscalationsModule } from './escalations';
import { FlowsModule } from './flows';
import { InstagramModule } from './instagram';
import { KnowledgeModule } from './knowledge';
import { ReportingModule } from './reporting';
import { SupportModule } from './support';
import { WorkspaceModule } from './workspace';

/** Every domain that has behaviour, lowest tier first. The API and the worker are two compositions of the same ones. */
export const DOMAIN_MODULES = [
  WorkspaceModule,
  CrmModule,
  KnowledgeModule,
  ConversationsModule,
  EscalationsModule,
  InstagramModule,
  FlowsModule,
  AutomationModule,
  SupportModule,
  ReportingModule,
  AdminLogsModule,
];
