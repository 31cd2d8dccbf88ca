// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";

/// @title Numbered collectibles of one collection, bound to their owner unless the collection says otherwise.
/// @notice A mint carries a key; the same key never mints twice, whoever sends it and however often.
contract SojournCollectible is ERC1155, AccessControl {
    bytes32 public constant MINTER_ROLE = keccak256("MINTER_ROLE");

    /// @notice Keys that have minted.
    mapping(bytes32 key => bool done) public minted;
    /// @notice What holds for tokens without an exception of their own.
    bool public transferableByDefault;
    mapping(uint256 id => bool differs) private _exception;
    mapping(uint256 id => string tokenUri) private _tokenUri;

    event MintedOnce(bytes32 indexed key, address indexed to, uint256 indexed id);
    event TransferableSet(uint256 indexed id, bool transferable);

    error AlreadyMinted(bytes32 key);
    error NotTransferable(uint256 id);

    constructor(string memory baseUri, address admin, bool transferableByDefault_) ERC1155(baseUri) {
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(MINTER_ROLE, admin);
        transferableByDefault = transferableByDefault_;
    }

    /// @notice Mints one token of `id`. Reverts with AlreadyMinted when the key has minted before.
    function mintOnce(bytes32 key, address to, uint256 id) external onlyRole(MINTER_ROLE) {
        if (minted[key]) revert AlreadyMinted(key);
        // Before the mint: a receiving contract may call back.
        minted[key] = true;
        emit MintedOnce(key, to, id);
        _mint(to, id, 1, "");
    }

    function transferable(uint256 id) public view returns (bool) {
        return _exception[id] != transferableByDefault;
    }

    function setTransferable(uint256 id, bool allowed) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _exception[id] = allowed != transferableByDefault;
        emit TransferableSet(id, allowed);
    }

    /// @notice The token's own address of metadata, else the collection's with `{id}` in it.
    function uri(uint256 id) public view override returns (string memory) {
        string memory own = _tokenUri[id];
        return bytes(own).length > 0 ? own : super.uri(id);
    }

    function setTokenUri(uint256 id, string calldata tokenUri) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _tokenUri[id] = tokenUri;
        emit URI(tokenUri, id);
    }

    /// @dev Minting and burning pass; a change of owner needs every token in it to be transferable.
    function _update(address from, address to, uint256[] memory ids, uint256[] memory values) internal override {
        if (from != address(0) && to != address(0)) {
            for (uint256 i = 0; i < ids.length; ++i) {
                if (!transferable(ids[i])) revert NotTransferable(ids[i]);
            }
        }
        super._update(from, to, ids, values);
    }

    function supportsInterface(bytes4 interfaceId) public view override(ERC1155, AccessControl) returns (bool) {
        return super.supportsInterface(interfaceId);
    }
}
