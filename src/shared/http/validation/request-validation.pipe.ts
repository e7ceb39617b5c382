import { type ArgumentMetadata, Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { DomainError, type FieldProblem } from '../../kernel';
import { fieldProblemsOf } from './field-problems';
import { malformedTextIn } from './malformed-text';

const NOT_A_DTO: readonly unknown[] = [undefined, String, Number, Boolean, Array, Object];

/** Bodies and queries become instances of their DTO class, or a 400 that names each field and rule. */
@Injectable()
export class RequestValidationPipe implements PipeTransform<unknown, Promise<unknown>> {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    if (type === 'custom' || metatype === undefined || NOT_A_DTO.includes(metatype)) return value;
    const plain = value ?? {};
    if (typeof plain !== 'object' || Array.isArray(plain)) {
      throw invalidRequest([{ field: type, rule: 'must be a JSON object' }]);
    }
    const malformed = malformedTextIn(plain);
    if (malformed.length > 0) throw invalidRequest(malformed);
    const instance = plainToInstance(metatype as Type<object>, plain, { exposeUnsetFields: false });
    // A path has parameters beside those that a class takes.
    const forbidNonWhitelisted = type !== 'param';
    const errors = await validate(instance, { whitelist: true, forbidNonWhitelisted, forbidUnknownValues: true });
    if (errors.length > 0) throw invalidRequest(fieldProblemsOf(errors));
    return instance;
  }
}

export function invalidRequest(fields: readonly FieldProblem[]): DomainError {
  return new DomainError('REQUEST.INVALID', 'invalid', 'The request breaks the rules of these fields.', { fields });
}
