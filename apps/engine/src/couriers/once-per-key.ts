/** Asks once for each key and remembers: for one round of deliveries, so that new settings count from the next. */
export function oncePerKey<K, V>(ask: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const asked = new Map<K, Promise<V>>();
  return (key) => {
    let answer = asked.get(key);
    if (!answer) asked.set(key, (answer = ask(key)));
    return answer;
  };
}
