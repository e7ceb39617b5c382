import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { FieldProblemResponse, ProblemResponse } from '../problem/problem.response';
import { BEARER, completeDocument } from './complete-document';
import { apiTags } from './tags';

export const VERSION = '0.1.0';

const ABOUT = [
  'Inbox, CRM, automation flows and hand-over for Instagram conversations.',
  'Sign in at `POST /v1/auth/login` and send the token as `Authorization: Bearer …`.',
  'Machines send an API key of their workspace in the same way; keys work on workspace routes only.',
  'A platform admin acts in a workspace of others with a reason in `X-Acting-Reason` (10–200 characters), which is audited.',
  'Errors are `application/problem+json` with a stable `code`. Lists are paged by `limit` and `cursor`.',
  'Every POST honours `Idempotency-Key`. `x-permission` names what a route asks of the caller.',
].join('\n\n');

/** The document of all controllers of `app`; the same for every installation. */
export function buildOpenApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Parley')
    .setDescription(ABOUT)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This installation')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, BEARER);
  for (const [name, description] of Object.entries(apiTags)) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    autoTagControllers: false,
    extraModels: [ProblemResponse, FieldProblemResponse],
    operationIdFactory: operationIdOf,
  });
  return completeDocument(document);
}

/** `ContactsController.list` → `contacts.list`. */
function operationIdOf(controller: string, method: string): string {
  const resource = controller.replace(/Controller$/, '');
  return `${resource.charAt(0).toLowerCase()}${resource.slice(1)}.${method}`;
}
