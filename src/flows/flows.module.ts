import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { DraftPublishing } from './draft-publishing.service';
import { DraftReview } from './draft-review.service';
import { FlowChecks } from './flow-checks.service';
import { FlowDraftsAdminController } from './flow-drafts.admin.controller';
import { FlowDraftsService } from './flow-drafts.service';
import { FlowPublishingAdminController } from './flow-publishing.admin.controller';
import { FlowPublishing } from './flow-publishing.service';
import { FlowSchemaController } from './flow-schema.controller';
import { FlowTemplatesAdminController } from './flow-templates.admin.controller';
import { FlowTemplatesController } from './flow-templates.controller';
import { FlowTemplatesService } from './flow-templates.service';
import { FlowsService } from './flows.service';
import { QuickTexts } from './quick-texts';
import { FlowDraftsRepository } from './repositories/flow-drafts.repository';
import { FlowTemplateVersionsRepository } from './repositories/flow-template-versions.repository';
import { FlowTemplatesRepository } from './repositories/flow-templates.repository';
import { FLOW_DRAFTS, flowDraftSchema } from './schemas/flow-draft.schema';
import { FLOW_TEMPLATES, flowTemplateSchema } from './schemas/flow-template.schema';
import { FLOW_TEMPLATE_VERSIONS, flowTemplateVersionSchema } from './schemas/flow-template-version.schema';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: FLOW_DRAFTS, schema: flowDraftSchema },
      { name: FLOW_TEMPLATES, schema: flowTemplateSchema },
      { name: FLOW_TEMPLATE_VERSIONS, schema: flowTemplateVersionSchema },
    ]),
  ],
  controllers: [
    FlowTemplatesController,
    FlowSchemaController,
    FlowDraftsAdminController,
    FlowPublishingAdminController,
    FlowTemplatesAdminController,
  ],
  providers: [
    QuickTexts,
    FlowsService,
    FlowChecks,
    FlowPublishing,
    FlowTemplatesService,
    FlowDraftsService,
    DraftReview,
    DraftPublishing,
    FlowDraftsRepository,
    FlowTemplatesRepository,
    FlowTemplateVersionsRepository,
  ],
  exports: [FlowsService, FlowChecks, FlowDraftsService, DraftReview],
})
export class FlowsModule {}
