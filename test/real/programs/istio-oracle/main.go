// Reads which proxy of which istiod as JSON, one a line, and writes what that istiod tells such a proxy over ADS.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"
)

type request struct {
	// Address is host:port of istiod's plaintext gRPC server.
	Address   string `json:"address"`
	Proxy     proxy  `json:"proxy"`
	TimeoutMs int    `json:"timeoutMs"`
}

type answer struct {
	*configuration
	Error string `json:"error,omitempty"`
}

func main() {
	lines := bufio.NewReader(os.Stdin)
	answers := json.NewEncoder(os.Stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return
		}
		if err == nil {
			err = answers.Encode(answerTo(line))
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func answerTo(line []byte) answer {
	var next request
	if err := json.Unmarshal(line, &next); err != nil {
		return answer{Error: err.Error()}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(next.TimeoutMs)*time.Millisecond)
	defer cancel()
	told, err := ask(ctx, next.Address, next.Proxy)
	if err != nil {
		return answer{Error: err.Error()}
	}
	configuration, err := extract(told)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{configuration: configuration}
}
