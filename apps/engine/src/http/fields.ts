import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/**
 * One decorator per property of a DTO says both what is accepted and what the OpenAPI document shows, so that the two
 * cannot part. Everything is required and not null unless it says otherwise.
 */
interface Field {
  readonly description?: string;
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly example?: unknown;
}
type Decorators = readonly PropertyDecorator[];

function field(own: Field, schema: ApiPropertyOptions, checks: Decorators): PropertyDecorator {
  const absent = (value: unknown): boolean =>
    (value === undefined && own.optional === true) || (value === null && own.nullable === true);
  return applyDecorators(
    ApiProperty({
      ...(own.description ? { description: own.description } : {}),
      ...(own.example === undefined ? {} : { example: own.example }),
      ...(own.nullable ? { nullable: true } : {}),
      required: !own.optional,
      ...schema,
    } as ApiPropertyOptions),
    ...(own.optional || own.nullable ? [ValidateIf((_, value: unknown) => !absent(value))] : []),
    ...checks,
  );
}

export interface TextField extends Field {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** What the pattern means, for the person: "must be letters and digits". */
  readonly patternText?: string;
  readonly format?: 'email' | 'uri' | 'date' | 'password';
}

/** Text of 1 to 200 characters unless it says otherwise. */
export function Text(own: TextField = {}): PropertyDecorator {
  const { min = 1, max = 200, pattern, patternText, format } = own;
  return field(
    own,
    {
      type: 'string',
      minLength: min,
      maxLength: max,
      ...(pattern ? { pattern: pattern.source } : {}),
      ...(format ? { format } : {}),
    },
    [
      IsString(),
      ...(min > 0 ? [MinLength(min)] : []),
      MaxLength(max),
      ...(pattern ? [Matches(pattern, patternText ? { message: `$property ${patternText}` } : {})] : []),
      ...(format === 'email' ? [IsEmail({ require_tld: false })] : []),
    ],
  );
}

/** An e-mail address, kept in lower case. */
export function Email(own: Field = {}): PropertyDecorator {
  return applyDecorators(
    Text({ ...own, max: 254, format: 'email' }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim().toLowerCase() : value)),
  );
}

export interface NumberField extends Field {
  readonly min?: number;
  readonly max?: number;
}

export function Int(own: NumberField = {}): PropertyDecorator {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = own;
  return field(own, { type: 'integer', minimum: min, ...(max === Number.MAX_SAFE_INTEGER ? {} : { maximum: max }) }, [
    IsInt(),
    Min(min),
    Max(max),
  ]);
}

/** A whole number in the query string. */
export function QueryInt(own: NumberField = {}): PropertyDecorator {
  return applyDecorators(
    Int(own),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value,
    ),
  );
}

export function Decimal(own: NumberField = {}): PropertyDecorator {
  return field(own, { type: 'number' }, [
    IsNumber(),
    ...(own.min === undefined ? [] : [Min(own.min)]),
    ...(own.max === undefined ? [] : [Max(own.max)]),
  ]);
}

/** The last millisecond that a JavaScript date can name: 13 September 275760. */
const LAST_MOMENT = 8_640_000_000_000_000;

/** A moment: epoch milliseconds. */
export function Moment(own: Field = {}): PropertyDecorator {
  return field(
    { ...own, description: [own.description, 'Epoch milliseconds.'].filter(Boolean).join(' ') },
    { type: 'integer', format: 'int64' },
    [IsInt(), Min(0), Max(LAST_MOMENT)],
  );
}

export function Flag(own: Field = {}): PropertyDecorator {
  return field(own, { type: 'boolean' }, [IsBoolean()]);
}

/** One of a few words. `enumName` gives the type a name of its own in the document. */
export function Choice(
  choices: readonly string[],
  own: Field & { readonly enumName?: string } = {},
): PropertyDecorator {
  return field(
    own,
    { type: 'string', enum: [...choices], ...(own.enumName ? { enumName: own.enumName } : {}) } as ApiPropertyOptions,
    [IsIn([...choices])],
  );
}

export interface ListField extends Field {
  readonly minItems?: number;
  readonly maxItems?: number;
}

function listChecks({ minItems, maxItems = 1_000 }: ListField): Decorators {
  return [IsArray(), ArrayMaxSize(maxItems), ...(minItems === undefined ? [] : [ArrayMinSize(minItems)])];
}

export function TextList(
  own: ListField & { readonly max?: number; readonly choices?: readonly string[] } = {},
): PropertyDecorator {
  const { max = 200, choices } = own;
  return field(
    own,
    { type: 'string', isArray: true, ...(choices ? { enum: [...choices] } : {}) } as ApiPropertyOptions,
    [
      ...listChecks(own),
      IsString({ each: true }),
      MinLength(1, { each: true }),
      MaxLength(max, { each: true }),
      ...(choices ? [IsIn([...choices], { each: true })] : []),
    ],
  );
}

export function IntList(own: ListField = {}): PropertyDecorator {
  return field(own, { type: 'integer', isArray: true } as ApiPropertyOptions, [
    ...listChecks(own),
    IsInt({ each: true }),
    Min(1, { each: true }),
  ]);
}

type Class = new () => object;

export function Nested(type: () => Class, own: Field = {}): PropertyDecorator {
  // Swagger recognises a lazy type by the function's name, `type`.
  return field(own, { type: () => type() } as ApiPropertyOptions, [IsObject(), ValidateNested(), Type(type)]);
}

export function NestedList(type: () => Class, own: ListField = {}): PropertyDecorator {
  return field(own, { type: () => type(), isArray: true } as ApiPropertyOptions, [
    ...listChecks(own),
    // A list among them would pass for what it holds.
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(type),
  ]);
}

/** A JSON object of any shape; its own rules are checked by whoever reads it. */
export function AnyObject(own: Field & { readonly values?: object } = {}): PropertyDecorator {
  return field(own, { type: 'object', additionalProperties: own.values ?? true } as ApiPropertyOptions, [
    IsObject(),
    Verbatim(),
  ]);
}

/** Any JSON value. */
export function AnyJson(own: Field = {}): PropertyDecorator {
  const anything = {
    oneOf: [
      { type: 'string' },
      { type: 'number' },
      { type: 'boolean' },
      { type: 'object', additionalProperties: true },
      { type: 'array', items: {} },
    ],
  };
  return field(own, anything as ApiPropertyOptions, [
    ValidateBy({ name: 'json', validator: { validate: () => true } }),
    Verbatim(),
  ]);
}

/** Numbers by name: `{ finished: 12 }`. */
export function Counts(own: Field = {}): PropertyDecorator {
  return AnyObject({ ...own, values: { type: 'integer' } });
}

/** class-transformer copies plain objects deeply and leaves out keys such as `constructor`: take the value as it came. */
function Verbatim(): PropertyDecorator {
  return Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key]);
}

export function TimeZone(own: Field = {}): PropertyDecorator {
  return applyDecorators(
    Text({ ...own, max: 64, example: 'Asia/Shanghai', description: own.description ?? 'IANA time zone.' }),
    ValidateBy({
      name: 'timeZone',
      validator: {
        validate: isZone,
        defaultMessage: () => '$property must be an IANA time zone such as Asia/Shanghai',
      },
    }),
  );
}

function isZone(value: unknown): boolean {
  try {
    return typeof value === 'string' && value !== '' && Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
  } catch {
    return false; // RangeError: not a zone this runtime knows
  }
}
