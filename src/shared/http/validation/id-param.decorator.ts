import { type ArgumentMetadata, Param, type PipeTransform } from '@nestjs/common';
import { invalidRequest } from './request-validation.pipe';

/** Every id of ours: 24 or 32 hexadecimal characters, or a short name. */
export const ID_PATTERN = /^[\w-]{1,64}$/;

class IdPipe implements PipeTransform<unknown, string> {
  transform(value: unknown, { data }: ArgumentMetadata): string {
    if (typeof value === 'string' && ID_PATTERN.test(value)) return value;
    throw invalidRequest([{ field: data ?? 'id', rule: 'must be an id: 1–64 letters, digits, _ or -' }]);
  }
}

const idPipe = new IdPipe();

/** Parameter: the path parameter `name`, checked to be an id. */
export const IdParam = (name: string): ParameterDecorator => Param(name, idPipe);
