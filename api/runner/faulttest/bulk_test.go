package faulttest_test

import (
	"fmt"
	"math"
	"net/http"
	"testing"
	"time"

	"glimpse/api/embedded"
	"glimpse/api/runner/faulttest"
)

// The promise about 500 images over a bad link (F1 of the faults).
const (
	bulkImages   = 500
	bulkWorkers  = 8
	bulkLatency  = 40 * time.Millisecond
	bulkToken    = 3 * time.Second
	bulkRequests = 1250
	bulkTime     = 10 * time.Second
)

func bulkFaults(seed uint64) faulttest.Faults {
	return faulttest.Faults{Seed: seed, Latency: bulkLatency, Shares: []faulttest.Share{
		{Fault: faulttest.Busy, Share: 0.05}, {Fault: faulttest.ResetBefore, Share: 0.01}, {Fault: faulttest.ResetAfter, Share: 0.01},
	}}
}

// TestF1TaggingOverABadLink tags 500 images while 5 % of the requests meet a
// 503 and 2 % a reset, half of those after the service has done its work,
// while tokens live for three seconds, and one image is deleted midway.
// Requests are counted where they arrive, retries and those that were reset
// included; logins are counted apart.
func TestF1TaggingOverABadLink(t *testing.T) {
	t.Parallel()
	count, long := seeds(t, 2)
	fastest := time.Hour
	for seed := range count {
		t.Run(fmt.Sprint("seed ", seed+1), func(t *testing.T) {
			if !long {
				t.Parallel()
			}
			cloud := embeddedCloud(t, bulkImages, embedded.Options{TokenLife: bulkToken, Seed: uint64(seed) + 1})
			if took := overABadLink(t, cloud, uint64(seed)+1); long {
				fastest = min(fastest, took)
			}
		})
	}
	// What else the machine is at can hold a run up, and not each of them.
	if long && fastest > bulkTime {
		t.Errorf("no run took less than %v, at most %v are allowed", fastest, bulkTime)
	}
}

// TestF1OnTheRealServices does the same before a real Keystone and a real
// Glance, which `TOKEN_SECONDS=3 .ci/openstack/up` started.
func TestF1OnTheRealServices(t *testing.T) {
	cloud, isReal := faulttest.RealServices(t)
	if !isReal {
		t.Skip("GLIMPSE_CONTRACT_DIR names no real services")
	}
	count, _ := seeds(t, 1)
	for seed := range count {
		t.Run(fmt.Sprint("seed ", seed+1), func(t *testing.T) {
			overABadLink(t, cloud, uint64(seed)+1)
		})
	}
}

// overABadLink carries the job out, holds it to its promise, and returns how long it took.
func overABadLink(t *testing.T, cloud *faulttest.Cloud, seed uint64) time.Duration {
	t.Helper()
	r := newRig(t, cloud, bulkWorkers)
	chosen := images(t, cloud, bulkImages)
	before := cloud.Walk(t, "visibility=all")
	tag := fmt.Sprintf("bulk-%d-%x", seed, time.Now().UnixMilli())
	cloud.Identity.Set(faulttest.Faults{Latency: bulkLatency})
	cloud.Images.Set(bulkFaults(seed))
	doomed := chosen[bulkImages-1].ID()
	cloud.Images.Watch(func(n int, _ *faulttest.Request) {
		if n != bulkImages {
			return
		}
		if status, body := cloud.Do(t, http.MethodDelete, "/v2/images/"+doomed, nil); status != http.StatusNoContent {
			t.Errorf("deleting an image: %d: %s", status, body)
		}
	})
	begun := time.Now()
	report := r.ended(r.start(tagging(chosen, tag)))
	took := time.Since(begun)
	requests, logins := cloud.Images.Count(anyRequest), cloud.Identity.Count(anyRequest)
	if got := report.Summary(); got != "499 done, 1 gone, 0 failed" {
		t.Errorf("got %s", got)
	}
	truth(t, &report, before, cloud.Walk(t, "visibility=all"), tag)
	if requests > bulkRequests {
		t.Errorf("%d requests, at most %d are allowed", requests, bulkRequests)
	}
	life := bulkToken
	if cloud.Real {
		life -= 500 * time.Millisecond // Keystone cuts the fractions of seconds off
	}
	if most := int(math.Ceil(took.Seconds()/life.Seconds())) + 2; logins > most {
		t.Errorf("%d logins in %v, at most %d are allowed", logins, took, most)
	}
	figure(t, "%s, %d requests and %d logins in %.1f s", report.Summary(), requests, logins, took.Seconds())
	return took
}
