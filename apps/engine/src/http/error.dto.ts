import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { AnyObject, Nested, Text } from './fields.js';

/** The same words in both languages of the product. */
export class LocalTextDto {
  @Text({ max: 2_000 }) en!: string;
  @Text({ max: 2_000 }) 'zh-CN'!: string;
}

@ApiSchema({ name: 'Error' })
export class ErrorDto {
  @Text({ description: 'Stable, `room.what`; the list is in docs/errors.md.', example: 'journey.not-found' })
  code!: string;
  @Nested(() => LocalTextDto, { description: 'What happened, to whom, what to do.' }) message!: LocalTextDto;
  @AnyObject({ description: 'Structured facts: ids, limits, positions.' }) details!: Record<string, unknown>;
}

export class ErrorBody {
  @ApiProperty({ type: () => ErrorDto }) error!: ErrorDto;
}
