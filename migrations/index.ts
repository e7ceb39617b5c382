import type { Migration } from '../src/shared/database';
import { firstIndexes } from './0001-first-indexes';
import { workspacesAndAdmin } from './0002-workspaces-and-admin';
import { flows } from './0003-flows';
import { instagramConnections } from './0004-instagram-connections';
import { instagramChannel } from './0005-instagram-channel';
import { knowledge } from './0006-knowledge';
import { realtime } from './0007-realtime';
import { inbox } from './0008-inbox';
import { crm } from './0009-crm';
import { escalations } from './0010-escalations';
import { support } from './0011-support';
import { aiRest } from './0012-ai-rest';
import { followups } from './0013-followups';
import { reporting } from './0014-reporting';
import { inboxLists } from './0015-inbox-lists';
import { ticketPromises } from './0016-ticket-promises';
import { contactTerms } from './0017-contact-terms';
import { timesOfReports } from './0018-times-of-reports';

/** All migrations, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  firstIndexes,
  workspacesAndAdmin,
  flows,
  instagramConnections,
  instagramChannel,
  knowledge,
  realtime,
  inbox,
  crm,
  escalations,
  support,
  aiRest,
  followups,
  reporting,
  inboxLists,
  ticketPromises,
  contactTerms,
  timesOfReports,
];
