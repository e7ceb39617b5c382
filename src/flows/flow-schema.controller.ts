import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../shared/auth';
import { Endpoint } from '../shared/http';
import { flowJsonSchema } from './domain/dsl/flow-json-schema';

/** A JSON Schema of draft 2020-12. */
export class FlowSchemaResponse {
  [keyword: string]: unknown;
}

/** The same for as long as the process lives. */
const SCHEMA = flowJsonSchema();

@ApiTags('Flows')
@Controller('v1/flows')
export class FlowSchemaController {
  @Get('schema')
  @Authenticated()
  @Endpoint({
    summary: 'The language of flows, as a JSON Schema',
    description: 'What a definition may hold: nodes, edges and settings. The compiler checks what a schema cannot say.',
    response: FlowSchemaResponse,
  })
  schema(): FlowSchemaResponse {
    return SCHEMA;
  }
}
