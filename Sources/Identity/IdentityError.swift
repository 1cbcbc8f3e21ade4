public import SQL

/// Why something about an account was not done.
public enum IdentityError: Error, Sendable {
    /// There is an account with this address.
    case emailTaken(EmailAddress)
    /// There is no such account.
    case unknownAccount
    /// There is no such key, or it is another account's.
    case unknownKey
    /// The database could not answer.
    case unavailable(SQLFailure)
}

/// Why a credential does not let its bearer in.
public enum AuthenticationError: Error, Hashable, Sendable {
    /// There is none.
    case missingCredential
    /// No key of ours, or one that is not on file.
    case invalidAPIKey
    /// The key was revoked.
    case revokedAPIKey
    /// The token is malformed, forged, over, or not meant for this server.
    case invalidToken
    /// The sign-in link was used before, is over, or never was.
    case invalidLink
    /// There is no session, or it is over.
    case noSession
}
