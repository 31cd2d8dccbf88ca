import { parseAbi, type Hex } from 'viem';
import artifact from '../../contracts/SojournCollectible.json' with { type: 'json' };

/** The artifact's bytecode; scripts/compile.mjs makes it, a spec holds it to the source. */
export const bytecode = artifact.bytecode as Hex;

/** What the client uses of the contract, with its types; a spec holds it to the artifact's full interface. */
export const abi = parseAbi([
  'constructor(string baseUri, address admin, bool transferableByDefault_)',
  'function mintOnce(bytes32 key, address to, uint256 id)',
  'function minted(bytes32 key) view returns (bool done)',
  'function balanceOf(address account, uint256 id) view returns (uint256)',
  'function uri(uint256 id) view returns (string)',
  'function transferable(uint256 id) view returns (bool)',
  'function setTransferable(uint256 id, bool allowed)',
  'function setTokenUri(uint256 id, string tokenUri)',
  'function safeTransferFrom(address from, address to, uint256 id, uint256 value, bytes data)',
  'error AlreadyMinted(bytes32 key)',
  'error NotTransferable(uint256 id)',
  'error AccessControlUnauthorizedAccount(address account, bytes32 neededRole)',
  'error ERC1155InvalidReceiver(address receiver)',
]);
