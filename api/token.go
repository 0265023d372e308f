package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"
	"golang.org/x/sync/singleflight"

	"glimpse/model/remote"
	"glimpse/model/text"
)

// renewWithin bounds a login that several calls wait for. It runs on a
// context of its own, so that the caller who happened to start it can give up
// without failing the others.
const renewWithin = 30 * time.Second

// earlyRenewal is how long before its end a token is renewed. A token that
// lives for less than ten times that is renewed in its last tenth.
const earlyRenewal = time.Minute

// How long the token is left alone after a renewal that failed although it
// was not yet due, and how old it must be before a refusal is taken for its
// end: an image service that has lost the identity service refuses every
// token, and a login for each request would not help it.
const (
	renewalPause = 5 * time.Second
	youngToken   = 5 * time.Second
)

// login is what one successful authentication yields. Its times are by the
// local clock: what the service says of its own clock may be off, and only the
// distance between its times counts.
type login struct {
	token   string
	begun   time.Time
	life    time.Duration // 0 where the service does not tell
	renewAt time.Time
	catalog *tokens.ServiceCatalog
	// about is what the token says of the connection: who the user is, and where.
	about remote.Connection
	// admin reports whether the token carries the role admin.
	admin bool
	// scoped reports whether the token is good for a project, a domain or the
	// system.
	scoped bool
}

// young reports whether a token is too new to have ended by itself.
func (l *login) young(now time.Time) bool {
	age := now.Sub(l.begun)
	return age >= 0 && age < youngToken && (l.life == 0 || age < l.life/2)
}

// due reports whether a token should be renewed, and over whether its life
// has ended.
func (l *login) due(now time.Time) bool  { return l.life > 0 && !now.Before(l.renewAt) }
func (l *login) over(now time.Time) bool { return l.life > 0 && !now.Before(l.begun.Add(l.life)) }

// tokenSource holds the token of a connection and renews it once for all who
// wait for it.
type tokenSource struct {
	identity *gophercloud.ServiceClient // has no token of its own
	options  gophercloud.AuthOptions
	now      func() time.Time
	retry    *retrier
	explain  *explainer
	timeout  time.Duration // of one attempt
	log      *slog.Logger

	flight  singleflight.Group
	mu      sync.Mutex
	current login
	// dead reports whether the service has refused the current token.
	dead bool
	// refused is the answer to credentials that the service did not accept.
	// They are not tried again: accounts get locked for that.
	refused error
}

// complete returns an error on what a login lacks, before anything is sent.
func complete(options gophercloud.AuthOptions) error {
	if options.Scope != nil {
		scope := *options.Scope
		options.Scope = &scope
	}
	scope, err := options.ToTokenV3ScopeMap()
	if err == nil {
		_, err = options.ToTokenV3CreateMap(scope)
	}
	return err
}

// errTokenIsNew: the token that was refused is one that was issued just now.
var errTokenIsNew = errors.New("the token was issued just now")

// first logs in for the first time. It ends with the caller's context.
func (s *tokenSource) first(ctx context.Context) (login, error) {
	got, err := s.authenticate(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return login{}, context.Cause(ctx)
		}
		return login{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = got
	return got, nil
}

// token returns the token to use now. One whose end is near is renewed while
// it is still used; one whose end has passed is renewed first.
func (s *tokenSource) token(ctx context.Context) (string, error) {
	s.mu.Lock()
	current, refused, dead := s.current, s.refused, s.dead
	s.mu.Unlock()
	now := s.now()
	switch {
	case refused != nil && (dead || current.over(now)):
		return "", refused
	case refused == nil && s.options.AllowReauth && current.over(now):
		return s.afterItsEnd(ctx, current)
	case refused == nil && s.options.AllowReauth && current.due(now):
		s.renewal(ctx, current.token)
	}
	return current.token, nil
}

// afterItsEnd renews a token whose end has passed.
func (s *tokenSource) afterItsEnd(ctx context.Context, current login) (string, error) {
	renewed, err := s.await(ctx, current.token)
	// Where the identity service is away, the token is tried all the same: the
	// clock may be wrong.
	away := err != nil && !errors.Is(err, ErrUnauthorized) && ctx.Err() == nil
	if away {
		return current.token, nil
	}
	return renewed.token, err
}

// renew returns a token other than the one that the service has just refused,
// or errTokenIsNew where there is no use in asking for another.
func (s *tokenSource) renew(ctx context.Context, refused string) (string, error) {
	for {
		s.mu.Lock()
		current, gone := s.current, s.refused
		if current.token == refused {
			s.dead = true
		}
		s.mu.Unlock()
		switch {
		case current.token != refused:
			return current.token, nil
		case gone != nil:
			return "", gone
		case !s.options.AllowReauth:
			return "", &Problem{
				Operation: "using the token", Kind: ErrUnauthorized, Status: http.StatusUnauthorized,
				Reason: ownWords("it is no longer accepted"),
				advice: s.howToGoOn(),
			}
		case current.young(s.now()):
			return "", errTokenIsNew
		}
		renewed, err := s.await(ctx, refused)
		if err != nil || renewed.token != refused {
			return renewed.token, err
		}
	}
}

// howToGoOn says what to do once a login that cannot be repeated has ended.
func (s *tokenSource) howToGoOn() string {
	if s.options.Passcode != "" {
		return passcodeUsed
	}
	return "a token cannot be renewed; get a new one with `openstack token issue`"
}

// passcodeUsed is the advice where a login by a passcode was refused or ended.
const passcodeUsed = "a passcode is good for one login; start again with a new one in OS_PASSCODE"

// await waits for a renewal as long as the caller wants to.
func (s *tokenSource) await(ctx context.Context, previous string) (login, error) {
	select {
	case <-ctx.Done():
		return login{}, context.Cause(ctx)
	case done := <-s.renewal(ctx, previous):
		return done.Val.(login), done.Err
	}
}

// renewal logs in unless another caller is doing so.
func (s *tokenSource) renewal(ctx context.Context, previous string) <-chan singleflight.Result {
	return s.flight.DoChan("login", func() (any, error) {
		s.mu.Lock()
		current, refused := s.current, s.refused
		s.mu.Unlock()
		if refused != nil {
			return login{}, refused
		}
		if current.token != previous {
			return current, nil
		}
		detached, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), renewWithin, errTimeout)
		defer cancel()
		fresh, err := s.authenticate(detached)
		s.mu.Lock()
		defer s.mu.Unlock()
		switch {
		case err == nil:
			s.current, s.dead = fresh, false
		case errors.Is(err, ErrUnauthorized):
			s.refused = err
		default:
			s.current.renewAt = s.now().Add(renewalPause)
		}
		return fresh, err
	})
}

// authenticate asks the identity service for a token
// (POST /v3/auth/tokens). A refusal is final at the first attempt; an
// identity service that is busy or away is asked again. The error is a
// *Problem that is not to be tried again by those who wait.
func (s *tokenSource) authenticate(ctx context.Context) (login, error) {
	var got login
	err := s.retry.do(ctx, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeoutCause(ctx, s.timeout, errTimeout)
		defer cancel()
		begun, sent := s.now(), time.Now()
		answer, err := s.ask(ctx)
		if err == nil {
			s.explain.secrets.AddToken(answer.id)
			got, err = answer.login(begun)
		}
		problem := s.loginProblem(err)
		if problem != nil && problem.isOneOf(ErrUnauthorized) && s.options.Passcode != "" {
			problem.advice = passcodeUsed
		}
		s.record(time.Since(sent), problem)
		if problem != nil {
			return problem
		}
		return nil
	})
	if err == nil {
		return got, nil
	}
	var known *Problem
	if !errors.As(err, &known) {
		known = s.explain.problem(loggingIn, err) // the context's end while waiting
	}
	known.final = true
	return login{}, known
}

const loggingIn = "logging in"

// loginProblem is the *Problem of a login that failed.
func (s *tokenSource) loginProblem(err error) *Problem {
	if err == nil {
		return nil
	}
	problem := s.explain.problem(loggingIn, err)
	if errors.Is(err, ErrAnswer) {
		problem.Kind = ErrAnswer
		problem.Reason = ownWords("the identity service's answer is not a token")
	}
	if problem.advice == "" && problem.isOneOf(ErrAnswer, ErrNotFound, ErrInvalid, ErrRedirect) {
		problem.advice = fmt.Sprintf("check %s: %s is not answered by an identity service",
			s.explain.setting("auth_url"), text.Escape(s.identity.Endpoint))
	}
	return problem
}

// record writes a line about a login to the log.
func (s *tokenSource) record(duration time.Duration, problem *Problem) {
	attributes := []any{"duration", duration.Round(time.Millisecond).String()}
	if problem != nil {
		s.log.Warn("login failed", append(attributes, "status", problem.Status,
			"request_id", problem.RequestID.Display(), "error", problem.Error())...)
		return
	}
	s.log.Debug("login", attributes...)
}
