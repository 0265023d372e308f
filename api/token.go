package api

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"
	"golang.org/x/sync/singleflight"
)

// renewWithin bounds a login that several calls wait for. It runs on a
// context of its own, so that the caller who happened to start it can give up
// without failing the others.
const renewWithin = 30 * time.Second

// earlyRenewal is how long before its end a token is renewed. A token that
// lives for less than ten times that is renewed in its last tenth.
const earlyRenewal = time.Minute

// login is what one successful authentication yields.
type login struct {
	token   string
	renewAt time.Time // by the local clock; what the service says of its own clock may be off
	catalog *tokens.ServiceCatalog
	user    tokens.User
	project tokens.Project
}

// tokenSource holds the token of a connection and renews it once for all who
// wait for it.
type tokenSource struct {
	identity *gophercloud.ServiceClient // has no token of its own
	options  gophercloud.AuthOptions
	now      func() time.Time
	retry    *retrier
	timeout  time.Duration // of one attempt

	flight  singleflight.Group
	mu      sync.Mutex
	current login
	// refused is the answer to credentials that the service did not accept.
	// They are not tried again: accounts get locked for that.
	refused error
}

// first logs in for the first time.
func (s *tokenSource) first(ctx context.Context) (login, error) {
	return s.await(ctx, "")
}

// token returns the token to use now, renewed where its end is near.
func (s *tokenSource) token(ctx context.Context) (string, error) {
	s.mu.Lock()
	current, refused := s.current, s.refused
	s.mu.Unlock()
	if refused != nil {
		return "", refused
	}
	if !s.options.AllowReauth || s.now().Before(current.renewAt) {
		return current.token, nil
	}
	renewed, err := s.await(ctx, current.token)
	if err != nil && !errors.Is(err, ErrUnauthorized) && ctx.Err() == nil {
		// The identity service is away, and the token is still good.
		return current.token, nil
	}
	return renewed.token, err
}

// renew returns a token other than the one that the service has just refused.
func (s *tokenSource) renew(ctx context.Context, refused string) (string, error) {
	s.mu.Lock()
	current, dead := s.current.token, s.refused
	s.mu.Unlock()
	switch {
	case dead != nil:
		return "", dead
	case current != refused:
		return current, nil
	case !s.options.AllowReauth:
		return "", &Problem{
			Operation: "using the token", Kind: ErrUnauthorized, Status: http.StatusUnauthorized,
			advice: "the token has expired and cannot be renewed; get one with `openstack token issue`",
		}
	}
	renewed, err := s.await(ctx, refused)
	return renewed.token, err
}

// await logs in unless another caller is doing so, and waits for the result
// as long as the caller wants to.
func (s *tokenSource) await(ctx context.Context, previous string) (login, error) {
	result := s.flight.DoChan("login", func() (any, error) {
		s.mu.Lock()
		current, refused := s.current, s.refused
		s.mu.Unlock()
		if refused != nil {
			return login{}, refused
		}
		if current.token != previous {
			return current, nil
		}
		detached, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewWithin)
		defer cancel()
		fresh, err := s.authenticate(detached)
		s.mu.Lock()
		defer s.mu.Unlock()
		if err == nil {
			s.current = fresh
		} else if errors.Is(err, ErrUnauthorized) {
			s.refused = err
		}
		return fresh, err
	})
	select {
	case <-ctx.Done():
		return login{}, context.Cause(ctx)
	case done := <-result:
		return done.Val.(login), done.Err
	}
}

// authenticate asks the identity service for a token
// (POST /v3/auth/tokens). A refusal is final at the first attempt; an
// identity service that is busy or away is asked again.
func (s *tokenSource) authenticate(ctx context.Context) (login, error) {
	var got login
	err := s.retry.do(ctx, func(ctx context.Context, _ int) error {
		ctx, cancel := context.WithTimeout(ctx, s.timeout)
		defer cancel()
		begun := s.now()
		answer, err := s.ask(ctx)
		if err != nil {
			return loginProblem(err)
		}
		got, err = answer.login(begun)
		if err != nil {
			return &Problem{
				Operation: "logging in", Kind: ErrAnswer, Reason: ownWords("the identity service's answer is not a token"),
				advice: "check the auth_url of the cloud",
			}
		}
		return nil
	})
	return got, err
}

// loginProblem is the problem of a login. An answer that is none of an
// identity service's points to a wrong auth_url.
func loginProblem(err error) error {
	err = problemOf("logging in", err)
	var problem *Problem
	if errors.As(err, &problem) {
		for _, kind := range []error{ErrAnswer, ErrNotFound, ErrInvalid, ErrRedirect} {
			if errors.Is(problem.Kind, kind) {
				problem.advice = "check the auth_url of the cloud: it is the identity service's, such as https://cloud.example.org:5000/v3"
			}
		}
	}
	return err
}

// answer is what creating and validating a token have in common.
type answer struct {
	token   string
	details *tokens.Token
	into    interface {
		ExtractServiceCatalog() (*tokens.ServiceCatalog, error)
		ExtractUser() (*tokens.User, error)
		ExtractProject() (*tokens.Project, error)
		ExtractInto(v any) error
	}
}

func (s *tokenSource) ask(ctx context.Context) (answer, error) {
	if s.options.TokenID != "" && s.options.Scope == nil {
		// A token without a new scope is used as it is; asking about it tells
		// the catalogue.
		identity := *s.identity
		provider := gophercloud.ProviderClient{HTTPClient: s.identity.HTTPClient, UserAgent: s.identity.UserAgent}
		provider.UseTokenLock()
		provider.SetToken(s.options.TokenID)
		identity.ProviderClient = &provider
		result := tokens.Get(ctx, &identity, s.options.TokenID)
		details, err := result.ExtractToken()
		return answer{token: s.options.TokenID, details: details, into: result}, err
	}
	result := tokens.Create(ctx, s.identity, &s.options)
	details, err := result.ExtractToken()
	if err != nil {
		return answer{}, err
	}
	id, err := result.ExtractTokenID()
	return answer{token: id, details: details, into: result}, err
}

func (a answer) login(begun time.Time) (login, error) {
	if a.token == "" {
		return login{}, ErrAnswer
	}
	var times struct {
		IssuedAt time.Time `json:"issued_at"`
	}
	got := login{token: a.token}
	catalog, err := a.into.ExtractServiceCatalog()
	if err != nil {
		return login{}, err
	}
	got.catalog = catalog
	if user, err := a.into.ExtractUser(); err == nil && user != nil {
		got.user = *user
	}
	if project, err := a.into.ExtractProject(); err == nil && project != nil {
		got.project = *project
	}
	life := a.details.ExpiresAt.Sub(begun)
	if a.into.ExtractInto(&times) == nil && !times.IssuedAt.IsZero() {
		life = a.details.ExpiresAt.Sub(times.IssuedAt)
	}
	got.renewAt = begun.Add(life - min(earlyRenewal, life/10))
	return got, nil
}
