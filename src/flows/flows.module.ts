import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { FlowTemplatesController } from './flow-templates.controller';
import { FlowsService } from './flows.service';
import { FlowTemplateVersionsRepository } from './repositories/flow-template-versions.repository';
import { FlowTemplatesRepository } from './repositories/flow-templates.repository';
import { FLOW_TEMPLATES, flowTemplateSchema } from './schemas/flow-template.schema';
import { FLOW_TEMPLATE_VERSIONS, flowTemplateVersionSchema } from './schemas/flow-template-version.schema';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: FLOW_TEMPLATES, schema: flowTemplateSchema },
      { name: FLOW_TEMPLATE_VERSIONS, schema: flowTemplateVersionSchema },
    ]),
  ],
  controllers: [FlowTemplatesController],
  providers: [FlowsService, FlowTemplatesRepository, FlowTemplateVersionsRepository],
  exports: [FlowsService],
})
export class FlowsModule {}
