// Reads worlds of pods and NetworkPolicies with questions about them as JSON, one a line, and writes for each question whether that
// traffic is allowed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

type request struct {
	world
	Queries []query `json:"queries"`
}

type answer struct {
	Verdicts []verdict `json:"verdicts"`
	Error    string    `json:"error,omitempty"`
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

// answerTo gives what is wrong as an answer too: the engine panics on what an API server would refuse.
func answerTo(line []byte) (result answer) {
	defer func() {
		if cause := recover(); cause != nil {
			result = answer{Error: fmt.Sprint(cause)}
		}
	}()
	var next request
	if err := json.Unmarshal(line, &next); err != nil {
		return answer{Error: err.Error()}
	}
	judge, err := newJudge(next.world)
	if err != nil {
		return answer{Error: err.Error()}
	}
	verdicts := []verdict{}
	for _, asked := range next.Queries {
		said, err := judge.verdictOn(asked)
		if err != nil {
			return answer{Error: err.Error()}
		}
		verdicts = append(verdicts, said)
	}
	return answer{Verdicts: verdicts}
}
