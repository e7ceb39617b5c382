import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsEmail, IsInt, IsString, Length, ValidateNested } from 'class-validator';
import { mongo } from 'mongoose';
import { type HttpApp, startHttpApp } from '../../../test/support/http-app';
import { Authenticated, Public } from '../auth';
import { DomainError } from '../kernel';
import { CorrelationId, Endpoint, IdParam, PageQuery } from './index';

class Address {
  @IsString()
  city: string;
}

class CreatePerson {
  @IsEmail()
  email: string;

  @IsString()
  @Length(1, 20)
  name: string;

  @IsInt()
  age: number;

  @ValidateNested()
  @Type(() => Address)
  address: Address;
}

const PERSON = { email: 'a@b.example', name: 'Ann', age: 3, address: { city: 'Oslo' } };

@Controller('v1/people')
class PeopleController {
  @Get()
  @Public()
  @Endpoint({ summary: 'List' })
  list(@Query() page: PageQuery) {
    return { ...page };
  }

  @Get('fault')
  @Public()
  @Endpoint({ summary: 'Fault' })
  fault(): never {
    throw new Error('secret detail');
  }

  @Get('store-away')
  @Public()
  @Endpoint({ summary: 'Store away' })
  storeAway(): never {
    throw new mongo.MongoNetworkError('connect ECONNREFUSED');
  }

  @Get('conflict')
  @Public()
  @Endpoint({ summary: 'Conflict' })
  conflict(): never {
    throw new DomainError('PEOPLE.TAKEN', 'conflict', 'Taken.', { details: { hidden: true } });
  }

  @Get('mine')
  @Authenticated()
  @Endpoint({ summary: 'Mine' })
  mine(@CorrelationId() correlationId: string) {
    return { correlationId };
  }

  @Get(':personId')
  @Public()
  @Endpoint({ summary: 'Get' })
  get(@IdParam('personId') personId: string) {
    return { personId };
  }

  @Post()
  @Public()
  @Endpoint({ summary: 'Create', status: 201 })
  create(@Body() person: CreatePerson) {
    return { ...person, isInstance: person instanceof CreatePerson };
  }
}

describe('the HTTP platform', () => {
  let http: HttpApp;

  beforeAll(async () => {
    http = await startHttpApp({ controllers: [PeopleController] });
  });
  afterAll(() => http.app.close());

  const post = (payload: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    http.inject({
      method: 'POST',
      url: '/v1/people',
      headers,
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });

  it('gives a valid body to the handler as an instance of its class', async () => {
    const response = await post(PERSON);
    expect(response.statusCode).toBe(201);
    expect(response.json()).toEqual({ ...PERSON, isInstance: true });
  });

  it.each([
    ['an unknown field', { ...PERSON, admin: true }, 'admin', 'is not a known field'],
    [
      'an unknown nested field',
      { ...PERSON, address: { city: 'Oslo', zip: 1 } },
      'address.zip',
      'is not a known field',
    ],
    ['an operator object', { ...PERSON, email: { $ne: null } }, 'email', 'must be an email'],
    ['an operator object for a number', { ...PERSON, age: { $gt: 0 } }, 'age', 'must be an integer number'],
    ['a number as text', { ...PERSON, age: '3' }, 'age', 'must be an integer number'],
    ['an array for text', { ...PERSON, name: ['Ann'] }, 'name', 'must be a string'],
    ['a nested wrong type', { ...PERSON, address: { city: 5 } }, 'address.city', 'must be a string'],
    ['a scalar for an object', { ...PERSON, address: 'Oslo' }, 'address', 'must be an object'],
    ['a missing field', { ...PERSON, email: undefined }, 'email', 'must be an email'],
    ['an array body', [PERSON], 'body', 'must be a JSON object'],
    ['a text body', '"hello"', 'body', 'must be a JSON object'],
    ['a null body', 'null', 'email', 'must be an email'],
  ])('refuses %s and names the field', async (_, payload, field, rule) => {
    const response = await post(payload);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({
      type: 'urn:parley:problem:REQUEST.INVALID',
      title: 'Bad Request',
      status: 400,
      code: 'REQUEST.INVALID',
    });
    expect(response.json<{ errors: unknown[] }>().errors).toContainEqual({ field, rule });
  });

  it.each([
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=ten', 'limit'],
    ['?limit=5&limit=6', 'limit'],
    ['?cursor=', 'cursor'],
    ['?cursor=a&cursor=b', 'cursor'],
    ['?limit[$gt]=1', 'limit[$gt]'],
    ['?sort=name', 'sort'],
  ])('refuses the query %s and names the field', async (query, field) => {
    const response = await http.inject(`/v1/people${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json<{ errors: { field: string }[] }>().errors.map((error) => error.field)).toContain(field);
  });

  it('fills in the page size and takes one as a number', async () => {
    expect((await http.inject('/v1/people')).json()).toEqual({ limit: 25 });
    expect((await http.inject('/v1/people?limit=100&cursor=abc')).json()).toEqual({ limit: 100, cursor: 'abc' });
  });

  it.each(['a%20b', 'a.b', '%7B%24ne%3A1%7D', 'x'.repeat(65), "a'b"])('refuses the path id %s', async (id) => {
    const response = await http.inject(`/v1/people/${id}`);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ errors: [{ field: 'personId' }] });
  });

  it.each(['64f1c0ffee64f1c0ffee64f1', 'a'.repeat(32), 'some_name-1'])('takes the path id %s', async (id) => {
    expect((await http.inject(`/v1/people/${id}`)).json()).toEqual({ personId: id });
  });

  it.each([
    ['unknown route', () => http.inject('/v1/nowhere'), 404, 'ROUTE.NOT_FOUND'],
    ['broken JSON', () => post('{"a":'), 400, 'REQUEST.MALFORMED'],
    ['prototype poisoning', () => post('{"__proto__":{"x":1}}'), 400, 'REQUEST.MALFORMED'],
    ['broken URL', () => http.inject('/v1/people/%zz'), 400, 'REQUEST.MALFORMED'],
    ['too large body', () => post(`"${'x'.repeat(1024 * 1024)}"`), 413, 'REQUEST.TOO_LARGE'],
    ['other media type', () => post('<a/>', { 'content-type': 'text/xml' }), 415, 'REQUEST.UNSUPPORTED_MEDIA_TYPE'],
    ['a refusal', () => http.inject('/v1/people/conflict'), 409, 'PEOPLE.TAKEN'],
    ['the store away', () => http.inject('/v1/people/store-away'), 503, 'STORE.UNAVAILABLE'],
    ['no token', () => http.inject('/v1/people/mine'), 401, 'AUTH.TOKEN_INVALID'],
  ])('answers a problem document to %s', async (_, request, status, code) => {
    const response = await request();
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({ status, code, correlationId: response.headers['x-correlation-id'] });
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.body).not.toMatch(/hidden|ECONNREFUSED/);
  });

  it('tells nothing about an unexpected error but the correlation id', async () => {
    const response = await http.inject({ url: '/v1/people/fault', headers: { 'x-correlation-id': 'trace-me-1' } });
    expect(response.statusCode).toBe(500);
    expect(response.json()).toEqual({
      type: 'urn:parley:problem:INTERNAL',
      title: 'Internal Server Error',
      status: 500,
      code: 'INTERNAL',
      detail: expect.any(String) as string,
      correlationId: 'trace-me-1',
    });
    expect(response.body).not.toContain('secret');
  });

  it.each([
    ['abc-12345', true],
    ['short', false],
    ['x'.repeat(65), false],
    ['with space 1', false],
    ['new\tline-1', false],
  ])('takes over the correlation id %j: %s', async (id, taken) => {
    const headers = { 'x-correlation-id': id, ...(await http.signedIn(http.directory.add('u1'))) };
    const response = await http.inject({ url: '/v1/people/mine', headers });
    const given = response.headers['x-correlation-id'];
    expect(given === id).toBe(taken);
    expect(given).toMatch(/^[\w-]{8,64}$/);
    expect(response.json()).toEqual({ correlationId: given });
  });

  it('sends security headers, and lets only Swagger UI run scripts', async () => {
    const api = (await http.inject('/v1/people')).headers;
    expect(api).toMatchObject({
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect(api['content-security-policy']).toContain("default-src 'none'");
    const docs = await http.inject('/docs');
    expect(docs.statusCode).toBe(200);
    expect(docs.headers['content-security-policy']).toContain("script-src 'self'");
    expect(docs.body).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect((await http.inject('/docs/swagger-ui-bundle.js')).statusCode).toBe(200);
  });
});
