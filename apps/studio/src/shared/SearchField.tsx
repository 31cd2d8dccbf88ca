import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';

interface SearchFieldProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly placeholder: string;
  readonly width?: number;
}

export function SearchField({ value, onChange, placeholder, width = 260 }: SearchFieldProps) {
  return (
    <Input
      allowClear
      type="search"
      style={{ width }}
      prefix={<SearchOutlined className="sj-faint" />}
      value={value}
      placeholder={placeholder}
      aria-label={placeholder}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
