export {
  createChain,
  MintRefused,
  type Chain,
  type ChainSettings,
  type MintOrder,
  type MintState,
  type SignedMint,
} from './chain.js';
export { abi, bytecode } from './contract.js';
