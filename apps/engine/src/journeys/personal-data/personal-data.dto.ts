import { LocalTextDto } from '../../http/error.dto.js';
import { Nested, NestedList, QueryInt, Text, TextList } from '../../http/fields.js';

export class PersonalDataQuery {
  @QueryInt({ optional: true, min: 1, description: 'Number of a version; the draft by default.' }) version?: number;
}

export class DataReason {
  @Text({ description: 'Kind of the capability: `http`, `contacts.read`, ...' }) capability!: string;
  @Nested(() => LocalTextDto, { description: 'In the words of the author of the plugin.' }) text!: LocalTextDto;
}

export class NodeDataView {
  @Text({ max: 64 }) nodeId!: string;
  @Text({ nullable: true }) title!: string | null;
  @Text() type!: string;
  @Text({ nullable: true, description: 'Null for what ships with the product.' }) plugin!: string | null;
  @Text({ nullable: true, description: 'Version of that plugin.' }) version!: string | null;
  @TextList({
    description:
      'Fields that cross into the node: `email`, `phone`, `externalId`, `language`, `timeZone`, `tags`, `attributes.<path>`, `attributes.*`, `event`, `events.<type>`, `variables.<name>`.',
  })
  reads!: string[];
  @TextList({ description: 'Fields that it may change.' }) writes!: string[];
  @TextList({ description: 'Hosts to which it may send what it reads.' }) hosts!: string[];
  @TextList({ description: 'Channels by which it reaches the contact.' }) channels!: string[];
  @NestedList(() => DataReason) reasons!: DataReason[];
}

export class PersonalDataMap {
  @NestedList(() => NodeDataView, { description: 'Every node of the draft, or of the version asked for.' })
  nodes!: NodeDataView[];
}
