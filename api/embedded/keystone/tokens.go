package keystone

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// Token is what an issued token stands for.
type Token struct {
	// UserID, UserName, ProjectID and ProjectName say whom it speaks for; the
	// latter two are empty without a project scope.
	UserID, UserName, ProjectID, ProjectName string
	// Roles are the names of the roles it carries, implied ones included.
	Roles []string
	// System is set when it is scoped to the system.
	System bool
	// Methods are how it was obtained.
	Methods []string
	// AuditIDs are its own, then that of the first token of its chain.
	AuditIDs []string
	// IssuedAt and ExpiresAt are in UTC.
	IssuedAt, ExpiresAt time.Time

	id         string
	user       *user
	project    *project
	credential *credential
}

// admin reports whether the policies' admin_required holds.
func (t *Token) admin() bool { return slices.Contains(t.Roles, roleAdmin) }

// tokenPrefix begins every token: the version byte and the first zeros of the
// time in a Fernet token, in base64.
const tokenPrefix = "gAAAAA"

// tokenBytes is the length of a token for a project before it is encoded.
const tokenBytes = 137

// secret returns n random bytes in base64. Tokens and secrets are never
// drawn from a seed: whoever else is on the machine must not guess them.
func secret(n int) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails, by its documentation
	return base64.RawURLEncoding.EncodeToString(raw)
}

// randomID returns a random id in the form of Keystone's.
func randomID() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails, by its documentation
	return hex.EncodeToString(raw[:])
}

// sweepAt is the number of tokens at which the expired ones are dropped.
const sweepAt = 4096

// issue makes a token for what was proved and the scope that was granted. It
// is called with the lock held.
func (s *Service) issue(p *proof, scope scope) *Token {
	now := s.options.Now().UTC()
	life := s.options.TokenLife
	if s.life != 0 {
		life = s.life
	}
	t := &Token{
		UserID: p.user.id, UserName: p.user.User, Roles: scope.roles, System: scope.system, Methods: p.methods,
		AuditIDs: append([]string{secret(16)}, p.auditIDs...), IssuedAt: now, ExpiresAt: now.Add(life),
		id: tokenPrefix + secret(tokenBytes), user: p.user, project: scope.project, credential: p.credential,
	}
	if !p.expiresAt.IsZero() {
		t.ExpiresAt = p.expiresAt
	}
	if life%time.Second == 0 {
		t.IssuedAt, t.ExpiresAt = t.IssuedAt.Truncate(time.Second), t.ExpiresAt.Truncate(time.Second)
	}
	if scope.project != nil {
		t.ProjectID, t.ProjectName = scope.project.id, scope.project.name
	}
	if len(s.tokens) >= sweepAt {
		for id, old := range s.tokens {
			if !now.Before(old.ExpiresAt) {
				delete(s.tokens, id)
			}
		}
	}
	s.tokens[t.id] = t
	return t
}

// Validate returns what a token stands for, and false for one that is unknown,
// expired, revoked or made with an application credential that is gone.
func (s *Service) Validate(token string) (Token, bool) {
	t, err := s.lookup(token)
	if err != nil {
		return Token{}, false
	}
	return *t, true
}

// lookup finds a token that is still good; the error is the answer to one
// that is not, where it is not the caller's own.
func (s *Service) lookup(token string) (*Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(token)
}

func (s *Service) find(token string) (*Token, error) {
	t := s.tokens[token]
	switch {
	case t == nil && !strings.HasPrefix(token, tokenPrefix):
		return nil, notFound("Could not recognize Fernet token")
	case t == nil || !s.options.Now().Before(t.ExpiresAt):
		return nil, notFound("Failed to validate token")
	case t.credential != nil && t.credential.deleted:
		return nil, noCredential(t.credential.id)
	}
	return t, nil
}

func (s *Service) revoke(t *Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, t.id)
}

// Layouts of times on the wire: with a zone in tokens, without in application
// credentials.
const (
	tokenTime      = "2006-01-02T15:04:05.000000Z"
	credentialTime = "2006-01-02T15:04:05.000000"
)
