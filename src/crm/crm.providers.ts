import { ChangesByFlows } from './contacts/changes-by-flows.service';
import { ChannelPeople } from './contacts/channel-people.service';
import { ContactBatches } from './contacts/contact-batches.service';
import { ContactLists } from './contacts/contact-lists.service';
import { ContactMirrors } from './contacts/contact-mirrors.service';
import { ContactRulebook } from './contacts/contact-rulebook.service';
import { ContactFieldsController } from './fields/contact-fields.controller';
import { ContactFieldsRepository } from './repositories/contact-fields.repository';
import { ContactFields } from './fields/contact-fields.service';
import { CrmJobPiecesRepository } from './repositories/crm-job-pieces.repository';
import { CrmJobRunner, CrmJobWorks } from './jobs/crm-job-runner.service';
import { CrmJobsController } from './jobs/crm-jobs.controller';
import { CrmJobsRepository } from './repositories/crm-jobs.repository';
import { CrmJobs } from './jobs/crm-jobs.service';
import { RelabelWork } from './jobs/relabel-work.service';
import { RunCrmJobs } from './jobs/run-crm-jobs.job';
import { ContactMergesController } from './merging/contact-merges.controller';
import { ContactMergesRepository } from './repositories/contact-merges.repository';
import { ContactMerging, MergeRows } from './merging/contact-merging.service';
import { CrmReferencesRepository } from './repositories/crm-references.repository';
import { CrmReferences } from './merging/crm-references.service';
import { Duplicates } from './merging/duplicates.service';
import { MergeSettling } from './merging/merge-settling.service';
import { MergedContactsRepository } from './repositories/merged-contacts.repository';
import { SettleMerges } from './merging/settle-merges.job';
import { UndoFactsReader } from './merging/undo-facts.service';
import { MirrorContactsJob } from './contacts/mirror-contacts.job';
import { NewContacts } from './contacts/new-contacts.service';
import { LaneGoals } from './outcomes/lane-goals.service';
import { ReachedGoals } from './outcomes/reached-goals.service';
import { ToldPersons } from './outcomes/told-persons.service';
import { PipelinesController } from './pipelines/pipelines.controller';
import { PipelinesRepository } from './repositories/pipelines.repository';
import { Pipelines } from './pipelines/pipelines.service';
import { ContactListsRepository } from './repositories/contact-lists.repository';
import { ContactMirrorsRepository } from './repositories/contact-mirrors.repository';
import { CONTACT_FIELDS, contactFieldSchema } from './schemas/contact-field.schema';
import { CONTACT_MERGES, contactMergeSchema } from './schemas/contact-merge.schema';
import { CONTACT_POINTERS, contactPointerSchema } from './schemas/contact-pointer.schema';
import { CRM_JOB_PIECES, CRM_JOBS, crmJobPieceSchema, crmJobSchema } from './schemas/crm-job.schema';
import { PIPELINES, pipelineSchema } from './schemas/pipeline.schema';
import { CONTACT_SEGMENTS, segmentSchema } from './schemas/segment.schema';
import { SegmentsController } from './segments/segments.controller';
import { SegmentsRepository } from './repositories/segments.repository';
import { Segments } from './segments/segments.service';
import { TagsController } from './tags/tags.controller';
import { Tags } from './tags/tags.service';
import { CrmTimeline } from './timeline/crm-timeline.service';
import { TimelineController } from './timeline/timeline.controller';
import { Timelines } from './timeline/timelines.service';
import { ContactExportWork } from './transfer/contact-export-work.service';
import { ContactExports } from './transfer/contact-exports.service';
import { ContactImportWork } from './transfer/contact-import-work.service';
import { ContactImports } from './transfer/contact-imports.service';
import { ContactTransferController } from './transfer/contact-transfer.controller';
import { ImportMatches } from './transfer/import-matches.service';
import { ImportSaving } from './transfer/import-saving.service';

export const CONTACTS_MODELS = [
  { name: CONTACT_POINTERS, schema: contactPointerSchema },
  { name: CONTACT_FIELDS, schema: contactFieldSchema },
  { name: PIPELINES, schema: pipelineSchema },
  { name: CONTACT_SEGMENTS, schema: segmentSchema },
  { name: CONTACT_MERGES, schema: contactMergeSchema },
  { name: CRM_JOBS, schema: crmJobSchema },
  { name: CRM_JOB_PIECES, schema: crmJobPieceSchema },
];

/** Before those of single contacts, whose paths theirs would match. */
export const CONTACTS_CONTROLLERS = [
  ContactMergesController,
  ContactFieldsController,
  PipelinesController,
  SegmentsController,
  TagsController,
  CrmJobsController,
  ContactTransferController,
  TimelineController,
];

const STORES = [
  ContactListsRepository,
  ContactMirrorsRepository,
  ContactFieldsRepository,
  PipelinesRepository,
  SegmentsRepository,
  CrmJobsRepository,
  CrmJobPiecesRepository,
  ContactMergesRepository,
  MergedContactsRepository,
  CrmReferencesRepository,
];

/** Fields, pipelines, lists, jobs, merges and timelines of contacts. */
export const CONTACTS_SERVICES = [
  ...STORES,
  ContactRulebook,
  ContactMirrors,
  MirrorContactsJob,
  ChangesByFlows,
  ChannelPeople,
  ContactBatches,
  ContactLists,
  NewContacts,
  ReachedGoals,
  LaneGoals,
  ToldPersons,
  ContactFields,
  Pipelines,
  Segments,
  Tags,
  CrmJobs,
  CrmJobWorks,
  CrmJobRunner,
  RunCrmJobs,
  RelabelWork,
  ContactImports,
  ContactImportWork,
  ImportMatches,
  ImportSaving,
  ContactExports,
  ContactExportWork,
  MergeRows,
  ContactMerging,
  MergeSettling,
  UndoFactsReader,
  SettleMerges,
  CrmReferences,
  Duplicates,
  CrmTimeline,
  Timelines,
];
