import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags, type OpenAPIObject } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { type HttpApp, startHttpApp } from '../../../../test/support/http-app';
import { Authenticated, Ctx, PlatformAdmin, Public, Requires } from '../../auth';
import type { Id, RequestContext } from '../../kernel';
import { Endpoint, IdParam } from '../index';
import { buildOpenApiDocument } from './open-api-document';

class Thing {
  @IsString()
  name: string;
}

@ApiTags('Contacts')
@Controller('v1')
class ThingsController {
  @Get('open')
  @Public()
  @Endpoint({ summary: 'Open', response: Thing })
  open() {
    return {};
  }

  @Get('mine')
  @Authenticated()
  @Endpoint({ summary: 'Mine' })
  mine() {
    return {};
  }

  @Get('admin/things')
  @PlatformAdmin()
  @Endpoint({ summary: 'All' })
  all() {
    return {};
  }

  @Post('workspaces/:workspaceId/things/:thingId')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Change a thing',
    description: 'Long words.',
    status: 202,
    response: Thing,
    errors: { conflict: 'THING.TAKEN: it is taken.', 'rate-limited': 'THING.MANY: too many.' },
  })
  change(@Ctx() _: RequestContext, @IdParam('thingId') _id: Id<'thing'>, @Body() body: Thing) {
    return body;
  }
}

@Controller('v1/untold')
@ApiTags('Untold')
class UntoldController {
  @Get()
  @Public()
  @Endpoint({ summary: 'Untold' })
  untold() {
    return {};
  }
}

describe('the OpenAPI document', () => {
  let http: HttpApp;
  let document: OpenAPIObject;

  beforeAll(async () => {
    http = await startHttpApp({ controllers: [ThingsController] });
    document = (await http.inject('/docs/openapi.json')).json<OpenAPIObject>();
  });
  afterAll(() => http.app.close());

  const statusesOf = (responses: object) => Object.keys(responses).map(Number);

  it('says who may call each route and which refusals follow from that', () => {
    const { get: open } = document.paths['/v1/open'] ?? {};
    const { get: mine } = document.paths['/v1/mine'] ?? {};
    const { get: admin } = document.paths['/v1/admin/things'] ?? {};
    expect(open).toMatchObject({ 'x-permission': 'public', security: [], operationId: 'things.open' });
    expect(mine).toMatchObject({ 'x-permission': 'signed-in', security: [{ accessToken: [] }] });
    expect(admin).toMatchObject({ 'x-permission': 'platform-admin' });
    expect(statusesOf(open?.responses ?? {})).toEqual([200, 400, 500, 503]);
    expect(statusesOf(mine?.responses ?? {})).toEqual([200, 400, 401, 500, 503]);
    expect(statusesOf(admin?.responses ?? {})).toEqual([200, 400, 401, 403, 500, 503]);
  });

  it('describes a POST of a workspace with its own refusals, ids and the idempotency key', () => {
    const { post } = document.paths['/v1/workspaces/{workspaceId}/things/{thingId}'] ?? {};
    expect(post).toMatchObject({
      operationId: 'things.change',
      summary: 'Change a thing',
      description: 'Long words.',
      tags: ['Contacts'],
      'x-permission': 'contacts.write',
    });
    expect(statusesOf(post?.responses ?? {})).toEqual([202, 400, 401, 403, 404, 409, 422, 429, 500, 503]);
    const conflict = post?.responses['409'] as { description: string; content: object };
    expect(conflict.description).toMatch(/^THING\.TAKEN.*\n\nIDEMPOTENCY\.IN_PROGRESS/);
    expect(conflict.content).toEqual({
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
    });
    const parameters = (post?.parameters ?? []) as { name: string; in: string; schema: object }[];
    expect(parameters.map(({ name, in: place }) => `${place} ${name}`).sort()).toEqual([
      'header Idempotency-Key',
      'path thingId',
      'path workspaceId',
    ]);
    expect(parameters.find(({ name }) => name === 'thingId')?.schema).toEqual({
      type: 'string',
      pattern: '^[\\w-]{1,64}$',
    });
  });

  it('lists only tags that are used, each with a description, and the problem schema', () => {
    expect(document.tags).toEqual([{ name: 'Contacts', description: expect.any(String) as string }]);
    expect(document.components?.schemas).toMatchObject({
      Problem: { required: expect.arrayContaining(['code']) as string[] },
    });
  });

  it('refuses a tag that nobody described', async () => {
    const other = await startHttpApp({ controllers: [UntoldController] });
    expect(() => buildOpenApiDocument(other.app)).toThrow('Tags without a description in openapi/tags.ts: Untold.');
    await other.app.close();
  });
});
