package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"glimpse/api"
	"glimpse/api/clouds"
)

// connect logs in to the cloud that the flags and the configuration choose.
func connect(ctx context.Context, streams Streams, opts *options, log *slog.Logger) (*api.Client, error) {
	config, err := clouds.Load(streams.environment())
	if err != nil {
		return nil, usage(err)
	}
	cloud, err := choose(config, opts, opts.cloud, opts.region)
	if err != nil {
		return nil, usage(err)
	}
	warn(streams, config.Warnings())
	warn(streams, cloud.Warnings)
	client, err := api.Connect(ctx, cloud, clientOptions(opts, log))
	var regions *api.ChooseRegionError
	if errors.As(err, &regions) {
		return nil, usage(err)
	}
	return client, err
}

// choose picks a cloud of the configuration and lays the flags over it.
func choose(config *clouds.Config, opts *options, name, region string) (clouds.Cloud, error) {
	cloud, err := config.Cloud(name, region)
	if err != nil {
		return clouds.Cloud{}, err
	}
	if opts.iface != "" {
		cloud.Interface = opts.iface
	}
	return cloud, nil
}

func clientOptions(opts *options, log *slog.Logger) api.Options {
	return api.Options{
		ReadOnly:  opts.readOnly,
		Workers:   opts.workers(),
		Log:       log,
		UserAgent: "glimpse/" + version,
	}
}

// openLog opens the file of --log-file to append to; without one nothing is
// logged. The file is for its owner alone, because it names images and
// requests.
func openLog(name string) (*slog.Logger, io.Closer, error) {
	if name == "" {
		return slog.New(slog.DiscardHandler), io.NopCloser(nil), nil
	}
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, usage(fmt.Errorf("opening the log file: %w", err))
	}
	handler := slog.NewJSONHandler(file, &slog.HandlerOptions{Level: slog.LevelDebug})
	return slog.New(handler), file, nil
}
